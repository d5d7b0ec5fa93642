package dev.interrater.analytics;

import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Scores of two participants added up, or of many pairs.
 *
 * @param tasks how many scores
 * @param sum of the scores
 * @param squares of their squares
 */
record PairTotals(BigDecimal tasks, BigDecimal sum, BigDecimal squares) {
    static final PairTotals NONE = new PairTotals(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** A score is kept times this. */
    private static final BigDecimal FIXED = BigDecimal.valueOf(1L << 40);

    /** A variance below that is nothing but the rounding of scores and squares. */
    private static final double ROUNDING = 3.0 / (1L << 41);

    static PairTotals of(Row row) {
        return new PairTotals(
                row.getBigDecimal("tasks"),
                row.getBigDecimal("sum").divide(FIXED, MathContext.UNLIMITED),
                row.getBigDecimal("squares").divide(FIXED, MathContext.UNLIMITED));
    }

    /** So many tasks that all have this score, 0 or 1. */
    static PairTotals same(BigDecimal tasks, int score) {
        BigDecimal sum = score == 0 ? BigDecimal.ZERO : tasks;
        return new PairTotals(tasks, sum, sum);
    }

    PairTotals plus(PairTotals other) {
        return new PairTotals(tasks.add(other.tasks), sum.add(other.sum), squares.add(other.squares));
    }

    /** Null when there are no scores. */
    Double mean() {
        return tasks.signum() == 0
                ? null
                : (Double) sum.divide(tasks, MathContext.DECIMAL64).doubleValue();
    }

    /** The standard deviation of the scores, not an estimate for others; null when there are none. */
    Double deviation() {
        if (tasks.signum() == 0) {
            return null;
        }
        double variance = tasks.multiply(squares)
                .subtract(sum.multiply(sum))
                .divide(tasks.multiply(tasks), MathContext.DECIMAL64)
                .doubleValue();
        return variance < ROUNDING ? 0 : Math.sqrt(variance);
    }
}
