package dev.interrater.agreement;

/**
 * Somebody whose answers are compared.
 *
 * @param id of an annotator the user's ID, more than 0; 0 is the ground truth; a version of a model has a number less than 0
 * @param model the version; null when it is no model
 */
public record Participant(long id, String model) {
    /** What is right. */
    public static final Participant GROUND_TRUTH = new Participant(TaskHead.GROUND_TRUTH, null);

    /** A user. */
    public static Participant annotator(long userId) {
        return new Participant(userId, null);
    }

    /** Whether it is a person. */
    public boolean isAnnotator() {
        return id > TaskHead.GROUND_TRUTH;
    }

    /** The ID that clients know: a number, {@code model:<version>} or {@code ground_truth}. */
    public Object clientId() {
        return isAnnotator() ? (Object) id : model == null ? "ground_truth" : "model:" + model;
    }
}
