package dev.interrater.analytics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Agreement and common tasks of every two annotators. */
final class AnnotatorMatrix {
    private final List<Long> users;
    private final Double[][] agreement;
    private final double[][] commonTasks;
    private PairTotals all = PairTotals.NONE;

    /**
     * Without any yet.
     *
     * @param users their IDs, ascending
     * @param diagonal what an annotator agrees with themselves
     */
    AnnotatorMatrix(List<Long> users, Double diagonal) {
        this.users = users;
        agreement = new Double[users.size()][users.size()];
        commonTasks = new double[users.size()][users.size()];
        for (int i = 0; i < agreement.length; i++) {
            agreement[i][i] = diagonal;
        }
    }

    /** Adds a pair, whom it did not have yet. */
    void add(long first, long second, PairTotals totals) {
        int i = Collections.binarySearch(users, first);
        int j = Collections.binarySearch(users, second);
        agreement[i][j] = agreement[j][i] = totals.mean();
        commonTasks[i][j] = commonTasks[j][i] = totals.tasks().doubleValue();
        all = all.plus(totals);
    }

    /** Rows of figures from 0 to 1; null where there is none. */
    List<List<Double>> agreement() {
        return Arrays.stream(agreement).map(Arrays::asList).toList();
    }

    /** How many tasks every two have in common. */
    double[][] commonTasks() {
        return commonTasks;
    }

    /** The standard deviation of all scores of all pairs; null when there are none. */
    Double deviation() {
        return all.deviation();
    }
}
