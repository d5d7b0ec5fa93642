package dev.interrater.agreement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Adds to the sums of a project. Rows are locked in the order of their keys, and those of another project are never touched: so workers on
 * two projects do not wait for each other.
 */
final class SumStore {
    private static final String ADD_PAIRS = """
            INSERT INTO agreement.pair_sum AS kept (project_id, dimension_id, label, first, second, tasks, sum, squares)
            SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
             ORDER BY 2, 3, 4, 5
                ON CONFLICT (project_id, dimension_id, label, first, second) DO UPDATE SET
                   tasks = kept.tasks + excluded.tasks, sum = kept.sum + excluded.sum, squares = kept.squares + excluded.squares
            """;

    private static final String ADD_SCORES = """
            INSERT INTO agreement.score_sum AS kept (project_id, dimension_id, methodology, bucket, tasks, sum)
            SELECT $1, * FROM unnest($2::bigint[], $3::smallint[], $4::smallint[], $5::bigint[], $6::bigint[])
             ORDER BY 2, 3, 4
                ON CONFLICT (project_id, dimension_id, methodology, bucket) DO UPDATE SET
                   tasks = kept.tasks + excluded.tasks, sum = kept.sum + excluded.sum
            """;

    private static final String ADD_VALUES = """
            INSERT INTO agreement.value_count AS kept (project_id, dimension_id, predicted, value, answers)
            SELECT $1, * FROM unnest($2::bigint[], $3::boolean[], $4::text[], $5::bigint[])
             ORDER BY 2, 3, 4
                ON CONFLICT (project_id, dimension_id, predicted, value) DO UPDATE SET
                   answers = kept.answers + excluded.answers
            """;

    private static final String ADD_CONFUSIONS = """
            INSERT INTO agreement.confusion AS kept (project_id, dimension_id, truth, actual, predicted, pairs)
            SELECT $1, * FROM unnest($2::bigint[], $3::boolean[], $4::text[], $5::text[], $6::bigint[])
             ORDER BY 2, 3, 4, 5
                ON CONFLICT (project_id, dimension_id, truth, actual, predicted) DO UPDATE SET
                   pairs = kept.pairs + excluded.pairs
            """;

    private static final String ADD_TOGETHER = """
            INSERT INTO agreement.answer_count AS kept (project_id, dimension_id, digest, annotators, answers, tasks)
            SELECT $1, dimension_id, digest, annotators::bigint[], answers::text[], tasks
              FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bigint[])
                   AS added (dimension_id, digest, annotators, answers, tasks)
             ORDER BY dimension_id, digest
                ON CONFLICT (project_id, dimension_id, digest) DO UPDATE SET tasks = kept.tasks + excluded.tasks
            """;

    private static final String ADD_TASKS = """
            INSERT INTO agreement.compared_tasks AS kept (project_id, fingerprint, tasks)
            SELECT $1, * FROM unnest($2::uuid[], $3::bigint[])
             ORDER BY 2
                ON CONFLICT (project_id, fingerprint) DO UPDATE SET tasks = kept.tasks + excluded.tasks
            """;

    /** $1 the project: rows that count nothing any more. */
    private static final List<String> SWEEP = List.of(
            "DELETE FROM agreement.pair_sum WHERE project_id = $1 AND tasks = 0",
            "DELETE FROM agreement.score_sum WHERE project_id = $1 AND tasks = 0",
            "DELETE FROM agreement.value_count WHERE project_id = $1 AND answers = 0",
            "DELETE FROM agreement.confusion WHERE project_id = $1 AND pairs = 0",
            "DELETE FROM agreement.answer_count WHERE project_id = $1 AND tasks = 0",
            "DELETE FROM agreement.compared_tasks WHERE project_id = $1 AND tasks = 0",
            """
            DELETE FROM agreement.comparison_rules rules
             WHERE project_id = $1
               AND NOT EXISTS (SELECT FROM agreement.compared_tasks
                                WHERE project_id = $1 AND fingerprint = rules.fingerprint)
            """);

    private SumStore() {}

    /** In the transaction that writes, or deletes, the scores. */
    static Uni<Void> add(SqlConnection transaction, long projectId, Sums sums) {
        return add(transaction, ADD_PAIRS, projectId, sums.pairs(), SumStore::pairs)
                .chain(() -> add(transaction, ADD_SCORES, projectId, sums.scores(), SumStore::scores))
                .chain(() -> add(transaction, ADD_VALUES, projectId, sums.values(), SumStore::values))
                .chain(() -> add(transaction, ADD_CONFUSIONS, projectId, sums.confusions(), SumStore::confusions))
                .chain(() -> add(transaction, ADD_TOGETHER, projectId, sums.together(), SumStore::together))
                .chain(() -> add(transaction, ADD_TASKS, projectId, sums.tasks(), SumStore::tasks));
    }

    /** Deletes what has come to nothing, in a transaction of its own kind: nobody else adds to the project meanwhile. */
    static Uni<Void> sweep(SqlConnection transaction, long projectId) {
        Uni<?> done = Uni.createFrom().voidItem();
        for (String sql : SWEEP) {
            done = done.chain(() -> transaction.preparedQuery(sql).execute(Tuple.of(projectId)));
        }
        return done.replaceWithVoid();
    }

    private static <K> Uni<Void> add(
            SqlConnection transaction,
            String sql,
            long projectId,
            Map<K, long[]> sums,
            Function<Map<K, long[]>, List<Object>> columns) {
        if (sums.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(projectId);
        parameters.addAll(columns.apply(sums));
        return transaction.preparedQuery(sql).execute(Tuple.from(parameters)).replaceWithVoid();
    }

    private static List<Object> pairs(Map<Sums.Pair, long[]> sums) {
        return List.of(
                keys(sums, Sums.Pair::dimension, Long[]::new),
                keys(sums, Sums.Pair::label, String[]::new),
                keys(sums, Sums.Pair::first, Long[]::new),
                keys(sums, Sums.Pair::second, Long[]::new),
                figures(sums, 0),
                figures(sums, 1),
                figures(sums, 2));
    }

    private static List<Object> scores(Map<Sums.Score, long[]> sums) {
        return List.of(
                keys(sums, Sums.Score::dimension, Long[]::new),
                keys(sums, score -> (short) score.methodology(), Short[]::new),
                keys(sums, score -> (short) score.bucket(), Short[]::new),
                figures(sums, 0),
                figures(sums, 1));
    }

    private static List<Object> values(Map<Sums.Value, long[]> sums) {
        return List.of(
                keys(sums, Sums.Value::dimension, Long[]::new),
                keys(sums, Sums.Value::predicted, Boolean[]::new),
                keys(sums, Sums.Value::value, String[]::new),
                figures(sums, 0));
    }

    private static List<Object> confusions(Map<Sums.Confusion, long[]> sums) {
        return List.of(
                keys(sums, Sums.Confusion::dimension, Long[]::new),
                keys(sums, Sums.Confusion::truth, Boolean[]::new),
                keys(sums, Sums.Confusion::actual, String[]::new),
                keys(sums, Sums.Confusion::predicted, String[]::new),
                figures(sums, 0));
    }

    private static List<Object> together(Map<Sums.Together, long[]> sums) {
        return List.of(
                keys(sums, Sums.Together::dimension, Long[]::new),
                keys(sums, SumStore::digest, UUID[]::new),
                keys(sums, Sums.Together::annotators, String[]::new),
                keys(sums, Sums.Together::answers, String[]::new),
                figures(sums, 0));
    }

    private static UUID digest(Sums.Together together) {
        String both = together.annotators() + together.answers();
        return UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Object> tasks(Map<UUID, long[]> sums) {
        return List.of(keys(sums, Function.identity(), UUID[]::new), figures(sums, 0));
    }

    private static <K, T> T[] keys(Map<K, long[]> sums, Function<K, T> key, IntFunction<T[]> array) {
        return sums.keySet().stream().map(key).toArray(array);
    }

    private static Long[] figures(Map<?, long[]> sums, int figure) {
        return sums.values().stream().map(of -> of[figure]).toArray(Long[]::new);
    }
}
