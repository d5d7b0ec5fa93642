package dev.interrater.agreement;

import dev.interrater.answer.Category;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the scores of tasks add to the sums of their project, or take off again. A score counts as an integer, times 2^40: so
 * nothing is left of what was added and taken off.
 */
final class Sums {
    private static final double FIXED = 1L << 40;
    private static final int BUCKETS = 100;
    private static final int PAIRWISE = 0;
    private static final int CONSENSUS = 1;
    private static final long OVERALL = 0;
    private static final String NO_LABEL = "";

    private final Map<Pair, long[]> pairs = new HashMap<>();
    private final Map<Score, long[]> scores = new HashMap<>();
    private final Map<Value, long[]> values = new HashMap<>();
    private final Map<Confusion, long[]> confusions = new HashMap<>();
    private final Map<Together, long[]> together = new HashMap<>();
    private final Map<UUID, long[]> tasks = new HashMap<>();
    private final Map<String, List<String>> valuesOf = new HashMap<>();
    private final int sign;

    /** To be added. */
    Sums() {
        this(1);
    }

    private Sums(int sign) {
        this.sign = sign;
    }

    /** To be taken off. */
    static Sums negative() {
        return new Sums(-1);
    }

    /**
     * A task with its overall agreement.
     *
     * @param overall of all pairs of participants as in {@link Matrix}, NaN where it is not defined
     * @param pairwise null where there is none
     * @param consensus null where there is none
     */
    void add(UUID fingerprint, Long[] participants, double[] overall, Double pairwise, Double consensus) {
        count(tasks, fingerprint, 1);
        addScores(OVERALL, pairwise, consensus);
        addPairs(OVERALL, NO_LABEL, participants, overall, 0);
    }

    /** A task's agreement in a dimension. */
    void add(Long[] participants, Matrix matrix) {
        addScores(matrix.dimensionId(), matrix.pairwise(), matrix.consensus());
        addPairs(matrix.dimensionId(), NO_LABEL, participants, matrix.scores(), 0);
        LabelScores labels = matrix.labels();
        for (int l = 0; labels != null && l < labels.labels().length; l++) {
            addPairs(
                    matrix.dimensionId(),
                    labels.labels()[l],
                    participants,
                    labels.scores(),
                    l * matrix.scores().length);
            for (int p = 0; p < participants.length; p++) {
                addValue(
                        matrix.dimensionId(),
                        participants[p],
                        labels.labels()[l],
                        labels.counts()[l * participants.length + p]);
            }
        }
        if (matrix.answers() != null && matrix.counted() != 0) {
            addAnswers(participants, matrix);
        }
    }

    private void addAnswers(Long[] participants, Matrix matrix) {
        String[] answers = matrix.answers();
        if (matrix.counts(Matrix.TOGETHER)) {
            addTogether(matrix.dimensionId(), participants, answers);
        }
        for (int i = 0, pair = 0; i < participants.length; i++) {
            if (matrix.counts(Matrix.VALUES)) {
                for (String value : valuesOf(answers[i])) {
                    addValue(matrix.dimensionId(), participants[i], value, 1);
                }
            }
            for (int j = i + 1; j < participants.length; j++, pair++) {
                if (matrix.counts(Matrix.CONFUSION)) {
                    addConfusion(matrix.dimensionId(), participants[i], participants[j], answers[i], answers[j]);
                }
                if (matrix.counts(Matrix.LABELS) && !Double.isNaN(matrix.scores()[pair])) {
                    addLabels(matrix.dimensionId(), participants[i], participants[j], answers[i], answers[j]);
                }
            }
        }
    }

    /** Annotators are the last of the participants. */
    private void addTogether(long dimension, Long[] participants, String[] answers) {
        int first = 0;
        while (first < participants.length && participants[first] <= TaskHead.GROUND_TRUTH) {
            first++;
        }
        if (first < participants.length) {
            Together key = new Together(
                    dimension,
                    ArrayText.of(Arrays.copyOfRange(participants, first, participants.length)),
                    ArrayText.of(Arrays.copyOfRange(answers, first, answers.length)));
            count(together, key, 1);
        }
    }

    private void addLabels(long dimension, long first, long second, String one, String other) {
        List<String> ofOne = valuesOf(one);
        List<String> ofOther = valuesOf(other);
        for (String label : ofOne) {
            addPair(new Pair(dimension, label, first, second), ofOther.contains(label) ? 1 : 0);
        }
        for (String label : ofOther) {
            if (!ofOne.contains(label)) {
                addPair(new Pair(dimension, label, first, second), 0);
            }
        }
    }

    private List<String> valuesOf(String answer) {
        return answer == null ? List.of() : valuesOf.computeIfAbsent(answer, Category::values);
    }

    private void addConfusion(long dimension, long first, long second, String one, String other) {
        if (one == null || other == null || second <= TaskHead.GROUND_TRUTH || first < TaskHead.GROUND_TRUTH) {
            return;
        }
        boolean truth = first == TaskHead.GROUND_TRUTH;
        boolean inOrder = truth || one.compareTo(other) <= 0;
        count(confusions, new Confusion(dimension, truth, inOrder ? one : other, inOrder ? other : one), 1);
    }

    private void addValue(long dimension, long participant, String value, int times) {
        if (times > 0 && participant != TaskHead.GROUND_TRUTH) {
            count(values, new Value(dimension, participant < TaskHead.GROUND_TRUTH, value), times);
        }
    }

    private void addScores(long dimension, Double pairwise, Double consensus) {
        if (pairwise != null) {
            addScore(dimension, PAIRWISE, pairwise);
            addScore(dimension, CONSENSUS, consensus);
        }
    }

    private void addScore(long dimension, int methodology, double score) {
        long[] sum = scores.computeIfAbsent(new Score(dimension, methodology, bucket(score)), key -> new long[2]);
        sum[0] += sign;
        sum[1] += sign * fixed(score);
    }

    /** The last bucket that begins at or below a score. Bounds are the doubles that people write, such as 0.29. */
    private static int bucket(double score) {
        int bucket = (int) Math.min(BUCKETS, Math.max(0, Math.rint(score * BUCKETS)));
        return bucket > 0 && score < bucket / (double) BUCKETS ? bucket - 1 : bucket;
    }

    private void addPairs(long dimension, String label, Long[] participants, double[] all, int from) {
        for (int i = 0, next = from; i < participants.length; i++) {
            for (int j = i + 1; j < participants.length; j++, next++) {
                if (!Double.isNaN(all[next])) {
                    addPair(new Pair(dimension, label, participants[i], participants[j]), all[next]);
                }
            }
        }
    }

    private void addPair(Pair pair, double score) {
        long[] sum = pairs.computeIfAbsent(pair, key -> new long[3]);
        sum[0] += sign;
        sum[1] += sign * fixed(score);
        sum[2] += sign * fixed(score * score);
    }

    private static long fixed(double score) {
        return (long) Math.rint(score * FIXED);
    }

    private <K> void count(Map<K, long[]> counts, K key, int times) {
        counts.computeIfAbsent(key, k -> new long[1])[0] += (long) sign * times;
    }

    Map<Pair, long[]> pairs() {
        return pairs;
    }

    Map<Score, long[]> scores() {
        return scores;
    }

    Map<Value, long[]> values() {
        return values;
    }

    Map<Confusion, long[]> confusions() {
        return confusions;
    }

    Map<Together, long[]> together() {
        return together;
    }

    Map<UUID, long[]> tasks() {
        return tasks;
    }

    record Pair(long dimension, String label, long first, long second) {}

    record Score(long dimension, int methodology, int bucket) {}

    record Value(long dimension, boolean predicted, String value) {}

    record Confusion(long dimension, boolean truth, String actual, String predicted) {}

    /** What annotators answered, each of the two as {@link ArrayText}. */
    record Together(long dimension, String annotators, String answers) {}
}
