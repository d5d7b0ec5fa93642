package dev.interrater.backfill.worker;

/** The job cannot be done, however often it is tried. The message is for people. */
class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobFailedException(String reason) {
        super(reason, null, false, false);
    }
}
