package dev.interrater.tasks;

/**
 * The statements that list tasks: they walk along an index, by ID or by score, and tell which of the tasks on the way are asked for. $1 the
 * project, $2 whether consensus counts, $3 the least score, $4 the highest, $5 the dimension, $6 and $7 two participants, $8 a label, $9 the
 * task and $10 the score to begin behind, $11 how many to walk by.
 */
final class TaskListSql {
    /** How many a page walks by in one statement. It is said in the statement, for the planner to know. */
    static final int MOST = 1_000;

    /** Overall scores are with the task, those of a dimension in its matrices. */
    private static final String TASKS =
            "agreement.task_agreement AS kept WHERE kept.project_id = $1 AND $5::bigint IS NULL";

    private static final String MATRICES = "agreement.agreement_matrix AS kept WHERE kept.dimension_id = $5::bigint";

    /** No index has the scores of two annotators: all tasks are read, and sorted where their order is that of scores. */
    private static final String OF_PAIR = "agreement.pair_score(kept.participants, kept.scores, $6, $7)";

    /** Behind where the walk begins, and not beyond where scores are not asked for any more. */
    private static final String BY_SCORE =
            "%1$s IS NOT NULL AND (%1$s, kept.task_id) %2$s ($10::float8, $9::bigint) AND %1$s %3$s::float8";

    private static final String WALK = """
            SELECT kept.task_id AS id, %1$s AS score, kept.newest_annotation AS updated_at, kept.participants
                              FROM %2$s
                               AND %3$s
                             ORDER BY %4$s""";

    private static final String SOME = """
            SELECT *
                      FROM (%s
                             LIMIT %d) AS most
                     LIMIT $11::bigint""";

    /**
     * Of what is not asked for, or was deleted in Label Studio since, only the place is told: a walk past many such tasks ends when whoever asks
     * wants it to. The limit of one keeps the planner from reading all tasks of Label Studio's project to join them, should it believe that they
     * are few.
     */
    private static final String LIST = """
            SELECT walked.id, walked.score, walked.updated_at, listed.id IS NOT NULL AS is_listed, dimensions.scores,
                   (SELECT count(*) FROM unnest(walked.participants) AS participant WHERE participant > 0) AS annotators
              FROM (%1$s) AS walked
              LEFT JOIN LATERAL (
                   SELECT still_there.id
                     FROM agreement.task_of($1, walked.id) AS still_there
                    WHERE walked.score >= $3::float8 AND walked.score <= $4::float8
                      AND ($8::text IS NULL OR EXISTS (
                           SELECT FROM agreement.dimension d
                             JOIN agreement.agreement_matrix m ON m.dimension_id = d.id AND m.task_id = walked.id
                            WHERE d.project_id = $1 AND d.is_active AND ($5::bigint IS NULL OR d.id = $5)
                              AND agreement.uses_label(m.answers, m.labels, $8)))
                    LIMIT 1) AS listed ON true
              LEFT JOIN LATERAL (
                   SELECT '{' || coalesce(string_agg(to_json(d.name)::text || ':' || coalesce(to_json(
                              CASE WHEN $6::bigint IS NOT NULL THEN agreement.pair_score(m.participants, m.scores, $6, $7)
                                   WHEN $2 THEN m.consensus ELSE m.pairwise END)::text, 'null'),
                              ',' ORDER BY d."order", d.id), '') || '}' AS scores
                     FROM agreement.dimension d
                     JOIN agreement.agreement_matrix m ON m.dimension_id = d.id AND m.task_id = listed.id
                    WHERE d.project_id = $1 AND d.is_active) AS dimensions ON true
             ORDER BY %2$s
            """;

    private TaskListSql() {}

    /** A part of a page: walks by $11 tasks, {@link #MOST} at most. */
    static String some(TaskFilter filter, boolean consensus) {
        return LIST.formatted(
                SOME.formatted(walk(filter, consensus), MOST), order(filter, "walked.score", "walked.id"));
    }

    /** Walks by all tasks, as a cursor fetches them; there is no $11. */
    static String all(TaskFilter filter, boolean consensus) {
        return LIST.formatted(walk(filter, consensus), order(filter, "walked.score", "walked.id"));
    }

    private static String walk(TaskFilter filter, boolean consensus) {
        String score = filter.pair() != null ? OF_PAIR : consensus ? "kept.consensus" : "kept.pairwise";
        return WALK.formatted(
                score,
                filter.dimension() == null ? TASKS : MATRICES,
                behind(filter.ordering(), score),
                order(filter, score, "kept.task_id"));
    }

    private static String behind(TaskFilter.Ordering ordering, String score) {
        return switch (ordering) {
            case ID -> "kept.task_id > $9::bigint AND $10::float8 IS NULL";
            case AGREEMENT -> BY_SCORE.formatted(score, ">", "<= $4");
            case DESCENDING -> BY_SCORE.formatted(score, "<", ">= $3");
        };
    }

    private static String order(TaskFilter filter, String score, String id) {
        return switch (filter.ordering()) {
            case ID -> id;
            case AGREEMENT -> score + ", " + id;
            case DESCENDING -> score + " DESC, " + id + " DESC";
        };
    }
}
