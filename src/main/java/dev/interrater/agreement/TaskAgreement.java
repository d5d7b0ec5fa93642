package dev.interrater.agreement;

import dev.interrater.answer.Category;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What comparing a task came to.
 *
 * @param fingerprint of what it was compared by; null when it could not be
 * @param scores overall, of all pairs of participants as in {@link Matrix}
 * @param pairwise overall, among annotators; null when there are fewer than two, or no dimension has a weight
 * @param consensus overall, among annotators; null likewise
 * @param matrices one of every dimension; their answers are {@link Category}s
 * @param error why it could not be compared; null when it could
 */
record TaskAgreement(
        TaskHead task,
        UUID fingerprint,
        double[] scores,
        Double pairwise,
        Double consensus,
        List<Matrix> matrices,
        String error) {

    static TaskAgreement broken(TaskHead task, String error) {
        return new TaskAgreement(task, null, new double[0], null, null, List.of(), "task " + task.id() + ": " + error);
    }

    /** A task that nobody has answered. */
    static TaskAgreement unanswered(TaskHead task) {
        return new TaskAgreement(task, null, new double[0], null, null, List.of(), null);
    }

    /** How many scores by label its matrices have. */
    long labelScores() {
        return matrices.stream()
                .map(Matrix::labels)
                .filter(Objects::nonNull)
                .mapToLong(labels -> labels.scores().length)
                .sum();
    }

    /** Whether it has the two annotators that make an agreement. */
    boolean isAmongAnnotators() {
        return task.annotators() >= 2;
    }
}
