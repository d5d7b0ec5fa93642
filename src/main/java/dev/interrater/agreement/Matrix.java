package dev.interrater.agreement;

/**
 * The agreement of all pairs of a task's participants in one dimension, and what they answered.
 *
 * @param scores the upper triangle: 0 with 1, 0 with 2, …, 1 with 2, …; NaN where it is not defined
 * @param pairwise among annotators; null when there are fewer than two
 * @param consensus among annotators; null when there are fewer than two
 * @param answers a {@link dev.interrater.answer.Category} for each participant; null where the dimension has neither categories
 *     nor numbers
 * @param counted which sums the answers are in: {@link #VALUES}, {@link #CONFUSION}, {@link #LABELS} and {@link #TOGETHER}, added up
 * @param labels scores by label, where answers do not tell them; null where there are none
 */
record Matrix(
        long dimensionId,
        double[] scores,
        Double pairwise,
        Double consensus,
        String[] answers,
        int counted,
        LabelScores labels) {

    /** Values of answers are counted. */
    static final int VALUES = 1;

    /** Pairs of answers are counted. */
    static final int CONFUSION = 2;

    /** Each value is a label: a pair agrees in it when both have it. */
    static final int LABELS = 4;

    /** All answers of annotators are counted as one. */
    static final int TOGETHER = 8;

    /** Whether answers are in sums of this kind. */
    boolean counts(int kind) {
        return (counted & kind) != 0;
    }
}
