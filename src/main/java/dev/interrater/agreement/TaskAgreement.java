package dev.interrater.agreement;

import dev.interrater.answer.Category;
import java.util.List;

/**
 * What comparing a task came to.
 *
 * @param pairwise overall; null when no dimension has a weight
 * @param consensus overall; null when no dimension has a weight
 * @param matrices one of every dimension
 * @param error why it could not be compared; null when it could
 */
record TaskAgreement(TaskHead task, Double pairwise, Double consensus, List<Matrix> matrices, String error) {

    /**
     * The agreement of all pairs of annotators in one dimension.
     *
     * @param answers a {@link Category} for each annotator; null where the dimension has neither categories nor numbers
     */
    record Matrix(long dimensionId, double[] scores, double pairwise, double consensus, String[] answers) {}

    static TaskAgreement broken(TaskHead task, String error) {
        return new TaskAgreement(task, null, null, List.of(), "task " + task.id() + ": " + error);
    }
}
