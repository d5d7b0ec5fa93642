package dev.interrater.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The agreement of every pair of participants of one task in one dimension. */
public final class PairScores {

    private final int participants;
    private final double[] scores;

    private PairScores(int participants, double[] scores) {
        this.participants = participants;
        this.scores = scores;
    }

    /**
     * Compares every answer with every other.
     *
     * @param answers one for each participant, {@link Answer#NONE} for those without
     * @throws IncomparableAnswerException if one pair cannot be compared, or the {@link Deadline} is over
     */
    public static PairScores of(List<? extends Answer> answers, Metric metric) {
        int n = answers.size();
        double[] scores = new double[n * (n - 1) / 2];
        for (int i = 0, next = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                Deadline.check();
                scores[next++] = metric.score(answers.get(i), answers.get(j));
            }
        }
        return new PairScores(n, scores);
    }

    /**
     * Of scores computed before.
     *
     * @param scores those of 0 with 1, 0 with 2, …, 1 with 2, …; this is the order of {@link #toArray}
     */
    public static PairScores of(int participants, double[] scores) {
        if (scores.length != participants * (participants - 1) / 2) {
            throw new IllegalArgumentException(scores.length + " scores for " + participants + " participants");
        }
        return new PairScores(participants, scores.clone());
    }

    /** How many participants there are. */
    public int participants() {
        return participants;
    }

    /** The agreement of two participants by their positions; 1 with oneself. */
    public double get(int i, int j) {
        if (i == j) {
            return 1;
        }
        int low = Math.min(i, j);
        return scores[low * (2 * participants - low - 1) / 2 + Math.abs(i - j) - 1];
    }

    /** All scores: those of 0 with 1, 0 with 2, …, 1 with 2, …. */
    public double[] toArray() {
        return scores.clone();
    }

    /** The same under a threshold: 1 for a score of at least that, otherwise 0. */
    public PairScores thresholded(double threshold) {
        return new PairScores(
                participants,
                Arrays.stream(scores)
                        .map(score -> score + MetricType.ROUNDING >= threshold ? 1 : 0)
                        .toArray());
    }

    /**
     * Pairwise agreement: the mean over all pairs.
     *
     * @return 0 to 1
     * @throws IllegalStateException if there are fewer than two participants
     */
    public double pairwise() {
        return Arrays.stream(scores)
                .average()
                .orElseThrow(() -> new IllegalStateException("Agreement needs two participants."));
    }

    /**
     * Consensus: the largest group of participants who all match each other, as a share of all participants. A pair matches
     * with a score of 1.
     *
     * @param categorical whether a participant alone is a group of one; if not and nobody matches anybody, consensus is 0
     * @return 0 to 1
     * @throws IllegalStateException if there are fewer than two participants
     */
    public double consensus(boolean categorical) {
        if (participants < 2) {
            throw new IllegalStateException("Agreement needs two participants.");
        }
        BitSet[] matches = new BitSet[participants];
        for (int i = 0; i < participants; i++) {
            matches[i] = new BitSet(participants);
            for (int j = 0; j < participants; j++) {
                matches[i].set(j, i != j && get(i, j) >= 1 - MetricType.ROUNDING);
            }
        }
        int largest = LargestGroup.size(matches);
        return largest == 1 && !categorical ? 0 : (double) largest / participants;
    }
}
