package dev.interrater.datamanager;

/** Label Studio has not done what it was asked to, in words for whoever administers the project. */
final class LabelStudioRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean answered;

    private LabelStudioRefusedException(String message, boolean answered) {
        super(message);
        this.answered = answered;
    }

    /** It has said no. */
    static LabelStudioRefusedException answered(String message) {
        return new LabelStudioRefusedException(message, true);
    }

    /** Nobody knows whether it has done it, or will yet. */
    static LabelStudioRefusedException unanswered(String message) {
        return new LabelStudioRefusedException(message, false);
    }

    /** Whether it has answered; if not, it may still do what it was asked to. */
    boolean isAnswered() {
        return answered;
    }
}
