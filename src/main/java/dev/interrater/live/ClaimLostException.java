package dev.interrater.live;

/** The project is another worker's by now, or a job's. */
final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClaimLostException(LiveClaim claim) {
        super(claim + " is not ours any more");
    }
}
