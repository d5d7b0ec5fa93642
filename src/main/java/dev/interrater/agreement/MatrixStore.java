package dev.interrater.agreement;

import dev.interrater.dimension.ActiveDimension;
import dev.interrater.dimension.Fingerprint;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keeps what comparing tasks came to, in the transaction of the caller. The sums of the project change in the same transaction: what is
 * replaced or deleted is read first, and taken off.
 */
@Singleton
public class MatrixStore {
    /** Arrays of arrays would be flattened by unnest, so the inner ones travel as text. */
    private static final String KEEP_TASKS = """
            INSERT INTO agreement.task_agreement
                   (project_id, task_id, participants, scores, pairwise, consensus, newest_annotation, annotations,
                    annotation_updates, annotation_versions, fingerprint)
            SELECT $1, task_id, participants::bigint[], scores::float8[], pairwise, consensus, newest, annotations::bigint[],
                   updates::timestamptz[], versions::xid[], fingerprint
              FROM unnest($2::bigint[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::timestamptz[], $8::text[],
                          $9::text[], $10::text[], $11::uuid[])
                   AS compared (task_id, participants, scores, pairwise, consensus, newest, annotations, updates, versions,
                                fingerprint)
                ON CONFLICT (project_id, task_id) DO UPDATE SET
                   participants = excluded.participants, scores = excluded.scores,
                   pairwise = excluded.pairwise, consensus = excluded.consensus,
                   newest_annotation = excluded.newest_annotation, annotations = excluded.annotations,
                   annotation_updates = excluded.annotation_updates, annotation_versions = excluded.annotation_versions,
                   fingerprint = excluded.fingerprint
            """;

    /** The dimensions of $1 stay until the transaction ends; those that are gone have no matrices. */
    private static final String KEEP_MATRICES = """
            WITH held AS MATERIALIZED (
                SELECT id FROM agreement.dimension WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE
            )
            INSERT INTO agreement.agreement_matrix
                   (dimension_id, task_id, participants, scores, pairwise, consensus, newest_annotation, answers, counted,
                    labels, label_counts, label_scores)
            SELECT dimension_id, task_id, participants::bigint[], scores::float8[], pairwise, consensus, newest,
                   answers::text[], counted, labels::text[], label_counts::integer[], label_scores::float8[]
              FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::timestamptz[],
                          $8::text[], $9::smallint[], $10::text[], $11::text[], $12::text[])
                   AS compared (dimension_id, task_id, participants, scores, pairwise, consensus, newest, answers, counted,
                                labels, label_counts, label_scores)
             WHERE dimension_id IN (SELECT id FROM held)
                ON CONFLICT (dimension_id, task_id) DO UPDATE SET
                   participants = excluded.participants, scores = excluded.scores, pairwise = excluded.pairwise,
                   consensus = excluded.consensus, newest_annotation = excluded.newest_annotation,
                   answers = excluded.answers, counted = excluded.counted, labels = excluded.labels,
                   label_counts = excluded.label_counts, label_scores = excluded.label_scores
            """;

    /** $1 the project, $2 tasks: how many scores are kept of each, those by label among them. */
    private static final String SIZES = """
            SELECT task.task_id, coalesce(matrices.size, 0) AS size
              FROM agreement.task_agreement AS task
             CROSS JOIN LATERAL (
                   SELECT sum(cardinality(scores) + coalesce(cardinality(label_scores), 0))::bigint AS size
                     FROM agreement.agreement_matrix
                    WHERE dimension_id = ANY (ARRAY(SELECT id FROM agreement.dimension WHERE project_id = $1))
                      AND task_id = task.task_id) AS matrices
             WHERE task.project_id = $1 AND task.task_id = ANY ($2)
            """;

    /** $1 the project, $2 tasks: what is in the sums. Arrays, so that rows are looked up by key, whatever the planner believes. */
    private static final String SUMMED_TASKS = """
            SELECT fingerprint, participants, scores, pairwise, consensus
              FROM agreement.task_agreement
             WHERE project_id = $1 AND task_id = ANY ($2) AND participants IS NOT NULL
            """;

    /** The same of dimensions $3, or of all dimensions of the project where that is null. */
    private static final String SUMMED_MATRICES = """
            SELECT dimension_id, participants, scores, pairwise, consensus, answers, counted, labels, label_counts, label_scores
              FROM agreement.agreement_matrix
             WHERE dimension_id = ANY (coalesce($3, ARRAY(SELECT id FROM agreement.dimension WHERE project_id = $1)))
               AND task_id = ANY ($2) AND counted IS NOT NULL
            """;

    /** $1 the project, $2 the tasks. */
    private static final String DELETE = """
            WITH matrices AS (
                DELETE FROM agreement.agreement_matrix
                 WHERE dimension_id = ANY (ARRAY(SELECT id FROM agreement.dimension WHERE project_id = $1))
                   AND task_id = ANY ($2)
            )
            DELETE FROM agreement.task_agreement WHERE project_id = $1 AND task_id = ANY ($2)
            """;

    /**
     * The first $5 tasks between two of project $1, $2 excluded and $3 included, that are not among $4. As many more are looked at as $4
     * may take away. An anti join with a limit would be planned as a loop over $4 for each task.
     */
    private static final String GONE = """
            SELECT task_id
              FROM (SELECT task_id
                      FROM agreement.task_agreement
                     WHERE project_id = $1 AND task_id > $2 AND task_id <= $3
                     ORDER BY task_id LIMIT $5::integer + cardinality($4::bigint[])) AS kept
            EXCEPT
            SELECT unnest($4::bigint[])
             LIMIT $5::integer
            """;

    /**
     * Deletes some matrices of the dimensions $1: $2 at most, and no more than have $3 scores together, but one always.
     */
    private static final String EMPTY = """
            DELETE FROM agreement.agreement_matrix
             WHERE ctid = ANY (ARRAY(
                   SELECT ctid
                     FROM (SELECT ctid, row_number() OVER so_far AS number, sum(size) OVER so_far AS size
                             FROM (SELECT ctid, cardinality(scores) + coalesce(cardinality(label_scores), 0) AS size
                                     FROM agreement.agreement_matrix
                                    WHERE dimension_id = ANY ($1) LIMIT $2) AS matrix
                           WINDOW so_far AS (ROWS UNBOUNDED PRECEDING)) AS matrix
                    WHERE number = 1 OR size <= $3))
            RETURNING dimension_id, participants, scores, pairwise, consensus, answers, counted, labels, label_counts,
                      label_scores
            """;

    /** How many gone tasks, or matrices, one transaction removes. */
    private static final int CHUNK = 5_000;

    /** How many scores are in memory at once, so that they can be taken off. */
    private static final long SCORES = 200_000;

    /** $1 the project, $2 a fingerprint, $3 dimensions, $4 what each is compared by; dimension 0 stands for all of them. */
    private static final String KEEP_RULES = """
            INSERT INTO agreement.comparison_rules (project_id, fingerprint, dimension_id, rules)
            SELECT $1, $2, * FROM unnest($3::bigint[], $4::uuid[])
             ORDER BY 3
                ON CONFLICT (project_id, fingerprint, dimension_id) DO UPDATE SET rules = excluded.rules
            """;

    /** What follows from the answers of project $1 is out of date. */
    private static final String CHANGED = """
            INSERT INTO agreement.consensus (project_id, changes) VALUES ($1, 1)
                ON CONFLICT (project_id) DO UPDATE SET changes = consensus.changes + 1
            """;

    /** Not the threads of jobs: a transaction is open meanwhile, and must not wait for pages. */
    private final Executor threads = Infrastructure.getDefaultExecutor();

    /**
     * Notes by what a comparison compares, for those who ask how much of what is kept is out of date.
     *
     * @param basis of the whole project
     */
    public Uni<Void> keepRules(SqlConnection transaction, long projectId, ProjectComparison comparison, UUID basis) {
        List<Long> dimensions = new ArrayList<>(List.of(0L));
        List<UUID> rules = new ArrayList<>(List.of(basis));
        for (ActiveDimension dimension : comparison.dimensions()) {
            dimensions.add(dimension.id());
            rules.add(Fingerprint.of(dimension));
        }
        return execute(
                transaction,
                KEEP_RULES,
                Tuple.of(
                        projectId,
                        comparison.fingerprint(),
                        dimensions.toArray(Long[]::new),
                        rules.toArray(UUID[]::new)));
    }

    /** Keeps what a page came to. What is kept of other tasks stays. */
    public Uni<Void> keep(SqlConnection transaction, AgreementRows rows) {
        return takeOff(transaction, rows.projectId(), rows.replaced(), rows.dimensions())
                .chain(() -> remove(transaction, rows.projectId(), rows.withdrawn()))
                .chain(() -> execute(transaction, KEEP_TASKS, rows.tasks()))
                .chain(() -> execute(transaction, KEEP_MATRICES, rows.matrices()))
                .chain(() -> SumStore.add(transaction, rows.projectId(), rows.sums()))
                .chain(() ->
                        rows.tasks() == null ? Uni.createFrom().voidItem() : changed(transaction, rows.projectId()));
    }

    private static Uni<Void> changed(SqlConnection transaction, long projectId) {
        return execute(transaction, CHANGED, Tuple.of(projectId));
    }

    /**
     * Deletes what is kept about tasks between two of a project that do not exist any more, or the first thousands of them.
     *
     * @param after the task before them
     * @param last the last that may be one of them
     * @param existing those between that do exist
     * @return false if there may be more, for the next transaction
     */
    public Uni<Boolean> removeGone(SqlConnection transaction, long projectId, long after, long last, Long[] existing) {
        return transaction
                .preparedQuery(GONE)
                .execute(Tuple.of(projectId, after, last, existing, CHUNK))
                .map(MatrixStore::ids)
                .call(gone -> remove(transaction, projectId, gone))
                .map(gone -> gone.length < CHUNK);
    }

    /**
     * Deletes matrices of dimensions, or some thousands of them.
     *
     * @return false if there may be more, for the next transaction
     */
    public Uni<Boolean> empty(SqlConnection transaction, long projectId, Long[] dimensions) {
        return transaction
                .preparedQuery(EMPTY)
                .execute(Tuple.of(dimensions, CHUNK, SCORES))
                .emitOn(threads)
                .call(deleted -> SumStore.add(transaction, projectId, matrices(Sums.negative(), deleted)))
                .map(deleted -> deleted.rowCount() == 0);
    }

    /** Deletes sums of a project that have come to nothing. */
    public Uni<Void> sweep(SqlConnection transaction, long projectId) {
        return SumStore.sweep(transaction, projectId);
    }

    /** Deletes what is kept about these tasks of a project. */
    public Uni<Void> remove(SqlConnection transaction, long projectId, Long[] tasks) {
        return tasks.length == 0
                ? Uni.createFrom().voidItem()
                : takeOff(transaction, projectId, tasks, null)
                        .chain(() -> execute(transaction, DELETE, Tuple.of(projectId, tasks)))
                        .chain(() -> changed(transaction, projectId));
    }

    /** Takes what is kept of tasks off the sums: in these dimensions, or in all where that is null. */
    private Uni<Void> takeOff(SqlConnection transaction, long projectId, Long[] tasks, Long[] dimensions) {
        if (tasks.length == 0) {
            return Uni.createFrom().voidItem();
        }
        Sums sums = Sums.negative();
        return transaction
                .preparedQuery(SIZES)
                .execute(Tuple.of(projectId, tasks))
                .onItem()
                .transformToMulti(sizes -> Multi.createFrom().iterable(parts(sizes)))
                .onItem()
                .transformToUniAndConcatenate(part -> transaction
                        .preparedQuery(SUMMED_TASKS)
                        .execute(Tuple.of(projectId, part))
                        .emitOn(threads)
                        .invoke(rows -> addTasks(sums, rows))
                        .chain(() -> transaction
                                .preparedQuery(SUMMED_MATRICES)
                                .execute(Tuple.of(projectId, part, dimensions)))
                        .emitOn(threads)
                        .invoke(rows -> matrices(sums, rows)))
                .collect()
                .last()
                .chain(() -> SumStore.add(transaction, projectId, sums));
    }

    /** Parts that are not too large to be in memory at once. */
    private static List<Long[]> parts(RowSet<Row> sizes) {
        List<List<Long>> parts = new ArrayList<>();
        long scores = Long.MAX_VALUE;
        for (Row row : sizes) {
            long size = row.getLong("size");
            if (scores > SCORES - size) {
                parts.add(new ArrayList<>());
                scores = 0;
            }
            scores += size;
            parts.get(parts.size() - 1).add(row.getLong("task_id"));
        }
        return parts.stream().map(part -> part.toArray(Long[]::new)).toList();
    }

    private static void addTasks(Sums sums, RowSet<Row> rows) {
        for (Row row : rows) {
            sums.add(
                    row.getUUID("fingerprint"),
                    row.getArrayOfLongs("participants"),
                    doubles(row.getArrayOfDoubles("scores")),
                    row.getDouble("pairwise"),
                    row.getDouble("consensus"));
        }
    }

    private static Sums matrices(Sums sums, RowSet<Row> rows) {
        for (Row row : rows) {
            if (row.getShort("counted") != null) {
                sums.add(row.getArrayOfLongs("participants"), matrix(row));
            }
        }
        return sums;
    }

    private static Matrix matrix(Row row) {
        String[] labels = row.getArrayOfStrings("labels");
        return new Matrix(
                row.getLong("dimension_id"),
                doubles(row.getArrayOfDoubles("scores")),
                row.getDouble("pairwise"),
                row.getDouble("consensus"),
                row.getArrayOfStrings("answers"),
                row.getShort("counted"),
                labels == null
                        ? null
                        : new LabelScores(
                                labels,
                                Stream.of(row.getArrayOfIntegers("label_counts"))
                                        .mapToInt(Integer::intValue)
                                        .toArray(),
                                doubles(row.getArrayOfDoubles("label_scores"))));
    }

    private static double[] doubles(Double[] numbers) {
        return Stream.of(numbers)
                .mapToDouble(number -> number == null ? Double.NaN : number)
                .toArray();
    }

    private static Long[] ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong(0))
                .toArray(Long[]::new);
    }

    /** Nothing where there is nothing to write. */
    private static Uni<Void> execute(SqlConnection transaction, String sql, Tuple parameters) {
        return parameters == null
                ? Uni.createFrom().voidItem()
                : transaction.preparedQuery(sql).execute(parameters).replaceWithVoid();
    }
}
