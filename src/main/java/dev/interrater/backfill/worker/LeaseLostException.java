package dev.interrater.backfill.worker;

/** The job is no longer this worker's: cancelled, or taken by another after the lease ran out. Nothing may be written. */
class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(Claim claim) {
        super(claim + " is no longer ours", null, false, false);
    }
}
