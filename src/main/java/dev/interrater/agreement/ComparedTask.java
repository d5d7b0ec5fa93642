package dev.interrater.agreement;

import dev.interrater.dimension.ActiveDimension;
import dev.interrater.metric.PairScores;
import java.util.List;
import java.util.Map;

/**
 * A task whose participants were compared.
 *
 * @param participants models, ground truth, annotators; empty when nobody has answered
 * @param overall the weighted mean of the dimensions
 * @param dimensions those that are compared
 * @param error why it could not be compared; null when it could
 */
public record ComparedTask(
        long id, List<Participant> participants, Scores overall, List<InDimension> dimensions, String error) {

    /**
     * Scores of all pairs of participants.
     *
     * @param pairwise among annotators; null when there are fewer than two
     * @param consensus among annotators; null when there are fewer than two
     */
    public record Scores(int participants, double[] pairs, Double pairwise, Double consensus) {
        /** The score of two participants by their positions, 1 with oneself; null where it is not defined. */
        public Double of(int i, int j) {
            if (i == j) {
                return 1.0;
            }
            double score = pairs.length == 0
                    ? Double.NaN
                    : PairScores.of(participants, pairs).get(i, j);
            return Double.isNaN(score) ? null : (Double) score;
        }
    }

    /**
     * The same in one dimension.
     *
     * @param answers the values of each participant's answer; null where the dimension has neither categories nor numbers
     * @param labels how often each participant uses which label; null where regions have none
     */
    public record InDimension(
            ActiveDimension dimension, Scores scores, List<List<String>> answers, List<Map<String, Integer>> labels) {}
}
