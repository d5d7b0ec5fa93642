package dev.interrater.agreement;

/** Nobody wants the result any more. No CancellationException: what waits for a stage would take that for its own, and wait on. */
public class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: it is no fault. */
    public StoppedException() {
        super("Stopped", null, false, false);
    }
}
