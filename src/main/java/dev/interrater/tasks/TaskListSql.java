package dev.interrater.tasks;

import java.util.EnumMap;
import java.util.Map;

/**
 * The statements that list tasks, one for each order and source of the score. $1 the project, $2 whether consensus counts, $3 the
 * least score, $4 the highest, $5 the dimension, $6 and $7 two participants, $8 a label, $9 the task and $10 the score to begin behind, $11
 * how many at most.
 */
final class TaskListSql {
    /** Overall scores are with the task, those of a dimension in its matrices. */
    private static final String FROM_TASKS = """
            FROM agreement.task_agreement AS kept WHERE kept.project_id = $1 AND $5::bigint IS NULL""";

    private static final String FROM_MATRICES = """
            FROM agreement.agreement_matrix AS kept WHERE kept.dimension_id = $5""";

    /** Tasks that Label Studio has deleted since are left out at last: so few are looked up. */
    private static final String LIST = """
            SELECT listed.id, listed.score, listed.annotators, listed.updated_at, exists_still.id IS NOT NULL AS is_there,
                   dimensions.scores
              FROM (SELECT scored.*
                      FROM (SELECT kept.task_id AS id, kept.newest_annotation AS updated_at,
                                   CASE WHEN $6::bigint IS NOT NULL THEN agreement.pair_score(kept.participants, kept.scores, $6, $7)
                                        WHEN $2::boolean THEN kept.consensus ELSE kept.pairwise END AS score,
                                   (SELECT count(*) FROM unnest(kept.participants) AS participant WHERE participant > 0) AS annotators
                              %s) AS scored
                     WHERE score IS NOT NULL
                       AND ($3::float8 IS NULL OR score >= $3) AND ($4::float8 IS NULL OR score <= $4)
                       AND %s
                       AND ($8::text IS NULL OR EXISTS (
                            SELECT FROM agreement.dimension d
                              JOIN agreement.agreement_matrix m ON m.dimension_id = d.id AND m.task_id = scored.id
                             WHERE d.project_id = $1 AND d.is_active AND ($5::bigint IS NULL OR d.id = $5)
                               AND agreement.uses_label(m.answers, m.labels, $8)))
                     ORDER BY %s
                     LIMIT $11::bigint) AS listed
              LEFT JOIN LATERAL agreement.task_of($1, listed.id) AS exists_still ON true
             CROSS JOIN LATERAL (
                   SELECT '{' || coalesce(string_agg(to_json(d.name)::text || ':' || coalesce(to_json(
                              CASE WHEN $6::bigint IS NOT NULL THEN agreement.pair_score(m.participants, m.scores, $6, $7)
                                   WHEN $2 THEN m.consensus ELSE m.pairwise END)::text, 'null'),
                              ',' ORDER BY d."order", d.id), '') || '}' AS scores
                     FROM agreement.dimension d
                     JOIN agreement.agreement_matrix m ON m.dimension_id = d.id AND m.task_id = listed.id
                    WHERE d.project_id = $1 AND d.is_active) AS dimensions
             ORDER BY %s
            """;

    private static final Map<TaskFilter.Ordering, String> OVERALL = statements(FROM_TASKS);
    private static final Map<TaskFilter.Ordering, String> IN_DIMENSION = statements(FROM_MATRICES);

    private TaskListSql() {}

    private static Map<TaskFilter.Ordering, String> statements(String source) {
        Map<TaskFilter.Ordering, String> statements = new EnumMap<>(TaskFilter.Ordering.class);
        for (TaskFilter.Ordering ordering : TaskFilter.Ordering.values()) {
            statements.put(
                    ordering,
                    switch (ordering) {
                        case ID -> list(source, "id > $9::bigint AND $10::float8 IS NULL", "id");
                        case AGREEMENT ->
                            list(source, "($10::float8 IS NULL OR (score, id) > ($10, $9::bigint))", "score, id");
                        case DESCENDING ->
                            list(
                                    source,
                                    "($10::float8 IS NULL OR score < $10 OR score = $10 AND id > $9::bigint)",
                                    "score DESC, id");
                    });
        }
        return statements;
    }

    private static String list(String source, String behind, String order) {
        return LIST.formatted(source, behind, order, order);
    }

    static String of(TaskFilter filter) {
        return (filter.dimension() == null ? OVERALL : IN_DIMENSION).get(filter.ordering());
    }
}
