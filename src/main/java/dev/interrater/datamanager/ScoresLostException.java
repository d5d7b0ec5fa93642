package dev.interrater.datamanager;

/** The project is another worker's, or somebody wants the opposite of what was being done. */
final class ScoresLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScoresLostException(ScoreClaim claim) {
        super(claim + " is not ours any more");
    }
}
