package dev.interrater.analytics;

import java.math.BigDecimal;

/** A project with sums as backfills keep them. */
abstract class SummedProject extends LabelledProject {
    static final long OVERALL = 0;
    static final long GROUND_TRUTH = 0;
    private static final BigDecimal FIXED = BigDecimal.valueOf(1L << 40);

    /** A new dimension of the project for a control. */
    long dimension(String control, String tag, String values) {
        return sql.value("""
                INSERT INTO agreement.dimension
                       (project_id, config_name, name, control_tag, metric_type, is_categorical, values_enum, "order")
                SELECT ?, ?, ?, ?, 'exact_match', true, ?::jsonb, count(*) FROM agreement.dimension WHERE project_id = ?
                RETURNING id
                """, labelling.project(), control, control, tag, values, labelling.project());
    }

    /** The participant that a new version of a model is. */
    long model(String version) {
        return -sql.<Long>value(
                "INSERT INTO agreement.model_version (project_id, version) VALUES (?, ?) RETURNING id",
                labelling.project(),
                version);
    }

    /** Scores of two participants. */
    void pair(long dimension, String label, long first, long second, double... scores) {
        double sum = 0;
        double squares = 0;
        for (double score : scores) {
            sum += score;
            squares += score * score;
        }
        sql.run(
                "INSERT INTO agreement.pair_sum VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                labelling.project(),
                dimension,
                label,
                Math.min(first, second),
                Math.max(first, second),
                (long) scores.length,
                fixed(sum),
                fixed(squares));
    }

    /** Tasks with this agreement, under one methodology (1 is consensus). */
    void score(long dimension, int methodology, double score, long tasks) {
        sql.run(
                "INSERT INTO agreement.score_sum VALUES (?, ?, ?, ?, ?, ?)",
                labelling.project(),
                dimension,
                methodology,
                (int) Math.floor(score * 100 + 1e-9),
                tasks,
                fixed(score * tasks));
    }

    void confusion(long dimension, boolean truth, String actual, String predicted, long pairs) {
        sql.run(
                "INSERT INTO agreement.confusion VALUES (?, ?, ?, ?, ?, ?)",
                labelling.project(),
                dimension,
                truth,
                actual,
                predicted,
                pairs);
    }

    void value(long dimension, boolean predicted, String value, long answers) {
        sql.run(
                "INSERT INTO agreement.value_count VALUES (?, ?, ?, ?, ?)",
                labelling.project(),
                dimension,
                predicted,
                value,
                answers);
    }

    private static long fixed(double score) {
        return BigDecimal.valueOf(score).multiply(FIXED).longValue();
    }
}
