package dev.interrater.analytics;

import dev.interrater.answer.Category;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far every two annotators of a project agree. Of the whole project it is read from the sums; of chosen tasks it is added up
 * from what those have. Like all here it fails with 404 when there is no such project.
 */
@Singleton
class AnnotatorPairs {
    /** Pairs with two answers that are added up for an answer by label. */
    private static final int MOST_ROWS = 100_000;

    /** Pairs of annotators with their overall agreement, or one row without. */
    static final String OVERALL = """
            SELECT pair.first, pair.second, '' AS label, pair.tasks::numeric, pair.sum::numeric, pair.squares::numeric
              FROM agreement.live_project($1) AS p
              LEFT JOIN agreement.pair_sum AS pair
                     ON pair.project_id = p.id AND pair.dimension_id = 0 AND pair.label = '' AND pair.first > 0
                    AND pair.tasks > 0
             WHERE p.organization_id = $2
            """;

    /** The same for each label, over all active dimensions. */
    static final String PER_LABEL = """
            SELECT pair.first, pair.second, pair.label, sum(pair.tasks) AS tasks, sum(pair.sum) AS sum,
                   sum(pair.squares) AS squares
              FROM agreement.live_project($1) AS p
              LEFT JOIN agreement.pair_sum AS pair
                     ON pair.project_id = p.id AND pair.label <> '' AND pair.first > 0 AND pair.tasks > 0
                    AND pair.dimension_id = ANY (ARRAY(
                        SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
             WHERE p.organization_id = $2
             GROUP BY pair.label, pair.first, pair.second
            """;

    /** The same as the first of the tasks $3. Pair (i, j) of n participants is in its place in the upper triangle. */
    static final String OVERALL_OF_TASKS = """
            SELECT pair.first, pair.second, '' AS label, pair.tasks, pair.sum, pair.squares
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT one.participant AS first, other.participant AS second, count(*)::numeric AS tasks,
                          sum(round(score.value::numeric * 1099511627776)) AS sum,
                          sum(round((score.value * score.value)::numeric * 1099511627776)) AS squares
                     FROM agreement.task_agreement AS task
                    CROSS JOIN LATERAL unnest(task.participants) WITH ORDINALITY AS one (participant, i)
                    CROSS JOIN LATERAL unnest(task.participants) WITH ORDINALITY AS other (participant, j)
                    CROSS JOIN LATERAL (
                          SELECT task.scores[(i - 1) * cardinality(task.participants) - (i - 1) * i / 2 + j - i] AS value)
                          AS score
                    WHERE task.project_id = p.id AND task.task_id = ANY ($3) AND one.participant > 0 AND i < j
                      AND score.value IS NOT NULL
                    GROUP BY one.participant, other.participant) AS pair ON true
             WHERE p.organization_id = $2
            """;

    /** The same by the labels of regions, in all active dimensions; all pairs of the first label, then of the second, …. */
    static final String REGIONS_OF_TASKS = """
            SELECT pair.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT one.participant AS first, other.participant AS second, label.name AS label, count(*)::numeric AS tasks,
                          sum(round(score.value::numeric * 1099511627776)) AS sum,
                          sum(round((score.value * score.value)::numeric * 1099511627776)) AS squares
                     FROM agreement.agreement_matrix AS matrix
                    CROSS JOIN LATERAL unnest(matrix.labels) WITH ORDINALITY AS label (name, l)
                    CROSS JOIN LATERAL unnest(matrix.participants) WITH ORDINALITY AS one (participant, i)
                    CROSS JOIN LATERAL unnest(matrix.participants) WITH ORDINALITY AS other (participant, j)
                    CROSS JOIN LATERAL (SELECT cardinality(matrix.participants) AS n) AS size
                    CROSS JOIN LATERAL (
                          SELECT matrix.label_scores[(l - 1) * (n * (n - 1) / 2) + (i - 1) * n - (i - 1) * i / 2 + j - i] AS value)
                          AS score
                    WHERE matrix.dimension_id = ANY (ARRAY(
                          SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
                      AND matrix.task_id = ANY ($3) AND one.participant > 0 AND i < j AND score.value IS NOT NULL
                    GROUP BY one.participant, other.participant, label.name) AS pair ON true
             WHERE p.organization_id = $2
            """;

    /** What two said where every value is a label (4), and to how many of the tasks. $4 how many rows at most. */
    static final String ANSWERS_OF_TASKS = """
            SELECT pair.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT one.participant AS first, other.participant AS second, one.answer AS one, other.answer AS other,
                          count(*)::numeric AS tasks
                     FROM agreement.agreement_matrix AS matrix
                    CROSS JOIN LATERAL unnest(matrix.participants, matrix.answers) WITH ORDINALITY AS one (participant, answer, i)
                    CROSS JOIN LATERAL unnest(matrix.participants, matrix.answers) WITH ORDINALITY AS other (participant, answer, j)
                    WHERE matrix.dimension_id = ANY (ARRAY(
                          SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
                      AND matrix.task_id = ANY ($3) AND matrix.counted & 4 > 0 AND one.participant > 0 AND i < j
                      AND matrix.scores[(i - 1) * cardinality(matrix.participants) - (i - 1) * i / 2 + j - i] IS NOT NULL
                    GROUP BY one.participant, other.participant, one.answer, other.answer
                    LIMIT $4) AS pair ON true
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;

    AnnotatorPairs(CallersProjects projects) {
        this.projects = projects;
    }

    /**
     * Two annotators.
     *
     * @param label empty: whole answers
     */
    record Pair(long first, long second, String label) {
        private static Pair of(Row row, String label) {
            return new Pair(row.getLong("first"), row.getLong("second"), label);
        }
    }

    /** All who have a task in common; of these tasks alone unless they are null. */
    Uni<Map<Pair, PairTotals>> of(long projectId, Set<Long> tasks) {
        return (tasks == null
                        ? projects.rows(OVERALL, projectId)
                        : projects.rows(OVERALL_OF_TASKS, projectId, (Object) array(tasks)))
                .map(AnnotatorPairs::totals);
    }

    /** The same for each label that one of the two uses. Fails with 400 where chosen tasks have too many different answers. */
    Uni<Map<Pair, PairTotals>> byLabel(long projectId, Set<Long> tasks) {
        return tasks == null
                ? projects.rows(PER_LABEL, projectId).map(AnnotatorPairs::totals)
                : projects.rows(REGIONS_OF_TASKS, projectId, (Object) array(tasks))
                        .map(AnnotatorPairs::totals)
                        .chain(totals -> projects.rows(ANSWERS_OF_TASKS, projectId, array(tasks), MOST_ROWS + 1)
                                .map(rows -> withAnswers(rows, totals)));
    }

    private static Long[] array(Set<Long> tasks) {
        return tasks.toArray(Long[]::new);
    }

    private static Map<Pair, PairTotals> totals(List<Row> rows) {
        Map<Pair, PairTotals> totals = new HashMap<>();
        rows.stream()
                .filter(AnnotatorPairs::isPair)
                .forEach(row -> totals.put(Pair.of(row, row.getString("label")), PairTotals.of(row)));
        return totals;
    }

    private static boolean isPair(Row row) {
        return row.getLong("first") != null;
    }

    private static Map<Pair, PairTotals> withAnswers(List<Row> rows, Map<Pair, PairTotals> totals) {
        if (rows.size() > MOST_ROWS) {
            throw ApiError.badRequest("There are too many different answers to these tasks. Choose fewer.");
        }
        rows.stream().filter(AnnotatorPairs::isPair).forEach(row -> {
            List<String> one = Category.values(row.getString("one"));
            List<String> other = Category.values(row.getString("other"));
            Set<String> either = new LinkedHashSet<>(one);
            either.addAll(other);
            Predicate<String> both = label -> one.contains(label) && other.contains(label);
            BigDecimal tasks = row.getBigDecimal("tasks");
            either.forEach(label -> totals.merge(
                    Pair.of(row, label), PairTotals.same(tasks, both.test(label) ? 1 : 0), PairTotals::plus));
        });
        return totals;
    }
}
