package dev.interrater.datamanager;

import io.vertx.mutiny.sqlclient.Row;

/**
 * The score that a task has here, and what Label Studio has of it.
 *
 * @param score its agreement; null when it has none
 * @param predictions IDs of our predictions on it, ascending; null when there are none
 * @param scores of those, in the same order
 */
record TaskScore(long task, Double score, Long[] predictions, Double[] scores) {
    static TaskScore of(Row row) {
        return new TaskScore(
                row.getLong("id"),
                row.getDouble("pairwise"),
                row.getArrayOfLongs("ids"),
                row.getArrayOfDoubles("scores"));
    }

    boolean isMissing() {
        return score != null && predictions == null;
    }

    /** The place of the prediction that stays, which has the right score if any has; -1 when none is to stay. */
    int kept() {
        if (score == null) {
            return -1;
        }
        for (int i = 0; i < scores.length; i++) {
            if (score.equals(scores[i])) {
                return i;
            }
        }
        return 0;
    }
}
