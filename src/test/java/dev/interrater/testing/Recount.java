package dev.interrater.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sums of a project, counted again from what is kept of its tasks, by PostgreSQL alone. */
public final class Recount {
    private static final String MATRICES = """
            WITH kept AS (
                SELECT dimension_id, participants, scores, pairwise, consensus, answers, counted, labels, label_counts, label_scores
                  FROM agreement.agreement_matrix
                 WHERE dimension_id IN (SELECT id FROM agreement.dimension WHERE project_id = PROJECT) AND counted IS NOT NULL
                 UNION ALL
                SELECT 0, participants, scores, pairwise, consensus, NULL, 0, NULL, NULL, NULL
                  FROM agreement.task_agreement
                 WHERE project_id = PROJECT AND participants IS NOT NULL
            ), matrix AS (
                SELECT kept.*, row_number() OVER () AS number, cardinality(participants) AS n FROM kept
            ), pair AS (
                SELECT matrix.*, i, j, (i - 1) * n - i * (i - 1) / 2 + j - i AS at, participants[i] AS first, participants[j] AS second
                  FROM matrix, generate_series(1, n) AS i, generate_series(1, n) AS j
                 WHERE i < j
            ), single AS (
                SELECT number, dimension_id, counted, p, participants[p] AS participant, v.value
                  FROM matrix, generate_series(1, n) AS p
                 CROSS JOIN LATERAL (
                       SELECT DISTINCT CASE jsonb_typeof(item)
                                       WHEN 'array' THEN (SELECT string_agg(e, ' / ' ORDER BY o)
                                                            FROM jsonb_array_elements_text(item) WITH ORDINALITY AS x (e, o))
                                       ELSE item #>> '{}' END AS value
                         FROM (SELECT CASE WHEN answers[p] LIKE 'sha256:%' THEN '[]'::jsonb
                                           WHEN answers[p] LIKE '[%' THEN answers[p]::jsonb
                                           ELSE jsonb_build_array(trim_scale(answers[p]::numeric)) END AS items
                                WHERE answers[p] IS NOT NULL AND counted & 5 > 0) AS answer,
                              jsonb_array_elements(items) AS item) AS v
            ), label AS (
                SELECT pair.*, l AS at_label, labels[l] AS name
                  FROM pair, generate_subscripts(labels, 1) AS l
            )
            """;

    private static final List<String> SUMS = List.of("""
            , counted_again AS (
                SELECT dimension_id, '' AS label, first, second, scores[at] AS score FROM pair
                 UNION ALL
                SELECT dimension_id, name, first, second, label_scores[(at_label - 1) * (n * (n - 1) / 2) + at] FROM label
                 UNION ALL
                SELECT pair.dimension_id, used.value, first, second,
                       (EXISTS (SELECT FROM single s WHERE s.number = pair.number AND s.p = i AND s.value = used.value)
                        AND EXISTS (SELECT FROM single s WHERE s.number = pair.number AND s.p = j AND s.value = used.value))::int::float8
                  FROM pair
                 CROSS JOIN LATERAL (SELECT DISTINCT value FROM single s WHERE s.number = pair.number AND s.p IN (i, j)) AS used
                 WHERE counted & 4 > 0 AND scores[at] IS NOT NULL
            )
            SELECT concat_ws(' ', 'pair', dimension_id, label, first, second, count(*),
                             sum(round(score * 1099511627776)::bigint), sum(round(score * score * 1099511627776)::bigint))
              FROM counted_again WHERE score IS NOT NULL GROUP BY dimension_id, label, first, second
            """, """
            SELECT concat_ws(' ', 'score', dimension_id, m, floor(s::text::numeric * 100), count(*), sum(round(s * 1099511627776)::bigint))
              FROM matrix, LATERAL (VALUES (0, pairwise), (1, consensus)) AS by (m, s)
             WHERE s IS NOT NULL GROUP BY dimension_id, m, floor(s::text::numeric * 100)
            """, """
            , counted_again AS (
                SELECT dimension_id, participant, value, 1 AS times FROM single WHERE counted & 1 > 0
                 UNION ALL
                SELECT dimension_id, participants[p], labels[l], label_counts[(l - 1) * n + p]
                  FROM matrix, generate_subscripts(labels, 1) AS l, generate_series(1, n) AS p
            )
            SELECT concat_ws(' ', 'value', dimension_id, participant < 0, value, sum(times))
              FROM counted_again WHERE participant <> 0 AND times > 0 GROUP BY dimension_id, participant < 0, value
            """, """
            SELECT concat_ws(' ', 'confusion', dimension_id, first = 0,
                             CASE WHEN first = 0 THEN answers[i] ELSE least(answers[i] COLLATE "C", answers[j]) END,
                             CASE WHEN first = 0 THEN answers[j] ELSE greatest(answers[i] COLLATE "C", answers[j]) END, count(*))
              FROM pair
             WHERE counted & 2 > 0 AND first >= 0 AND answers[i] IS NOT NULL AND answers[j] IS NOT NULL
             GROUP BY dimension_id, first = 0,
                      CASE WHEN first = 0 THEN answers[i] ELSE least(answers[i] COLLATE "C", answers[j]) END,
                      CASE WHEN first = 0 THEN answers[j] ELSE greatest(answers[i] COLLATE "C", answers[j]) END
            """, """
            SELECT concat_ws(' ', 'together', dimension_id, participants[others + 1:], answers[others + 1:], count(*))
              FROM (SELECT *, cardinality(array_positions(ARRAY(SELECT id > 0 FROM unnest(participants) AS id), false)) AS others
                      FROM matrix) AS matrix
             WHERE counted & 8 > 0 AND others < n
             GROUP BY dimension_id, participants[others + 1:], answers[others + 1:]
            """, """
            SELECT concat_ws(' ', 'tasks', fingerprint, count(*))
              FROM agreement.task_agreement WHERE project_id = PROJECT AND participants IS NOT NULL GROUP BY fingerprint
            """);

    private static final String KEPT = """
            SELECT concat_ws(' ', 'pair', dimension_id, label, first, second, tasks, sum, squares)
              FROM agreement.pair_sum WHERE project_id = PROJECT AND tasks <> 0
             UNION ALL
            SELECT concat_ws(' ', 'score', dimension_id, methodology, bucket, tasks, sum)
              FROM agreement.score_sum WHERE project_id = PROJECT AND tasks <> 0
             UNION ALL
            SELECT concat_ws(' ', 'value', dimension_id, predicted, value, answers)
              FROM agreement.value_count WHERE project_id = PROJECT AND answers <> 0
             UNION ALL
            SELECT concat_ws(' ', 'confusion', dimension_id, truth, actual, predicted, pairs)
              FROM agreement.confusion WHERE project_id = PROJECT AND pairs <> 0
             UNION ALL
            SELECT concat_ws(' ', 'together', dimension_id, annotators, answers, tasks)
              FROM agreement.answer_count WHERE project_id = PROJECT AND tasks <> 0
             UNION ALL
            SELECT concat_ws(' ', 'tasks', fingerprint, tasks)
              FROM agreement.compared_tasks WHERE project_id = PROJECT AND tasks <> 0
            """;

    private Recount() {}

    /** Every sum that is not what is counted again: with a minus what is kept, with a plus what it should be. */
    public static List<String> differences(Sql sql, long project) {
        Map<String, Integer> rows = new TreeMap<>();
        sql.<String>column(of(project, KEPT)).forEach(row -> rows.merge(row, -1, Integer::sum));
        for (String sums : SUMS) {
            sql.<String>column(of(project, MATRICES + sums)).forEach(row -> rows.merge(row, 1, Integer::sum));
        }
        List<String> differences = new ArrayList<>();
        rows.forEach((row, times) -> {
            if (times != 0) {
                differences.add((times < 0 ? "- " : "+ ") + row);
            }
        });
        return differences;
    }

    /** Whether a project has no sums at all. */
    public static boolean isEmpty(Sql sql, long project) {
        return sql.<String>column(of(project, KEPT)).isEmpty();
    }

    private static String of(long project, String statement) {
        return statement.replace("PROJECT", String.valueOf(project));
    }
}
