package dev.interrater.analytics;

import dev.interrater.coefficient.DimensionCoefficients;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.StreamSupport;

/**
 * Chance-corrected coefficients of a project's dimensions, from the answers that are kept. Tasks with the same answers of the same
 * annotators count together: PostgreSQL counts them, or where there are many, the sums have them. Those counts are fetched through a
 * cursor, so a project is never in memory.
 */
@Singleton
class ProjectCoefficients {
    /** How many requests are answered at once: others need connections, too. */
    private static final int AT_ONCE = 4;

    /** How many counts are fetched at once. */
    private static final int ROWS = 1_000;

    /** Of so many tasks answers are counted when somebody asks, so that what has been deleted just now counts nowhere. */
    private static final int FEW = 20_000;

    /** A row for every dimension, or one without when there is none; no row when there is no such project. $3 may be null. */
    private static final String DIMENSIONS = """
            SELECT d.id, d.name, d.control_tag, NOT d.is_categorical AS is_numeric,
                   coalesce(d.config_name, d.extraction_method_params ->> 'control_tag',
                            d.extraction_method_params ->> 'from_name', d.name) AS from_name,
                   d.is_categorical OR d.extraction_method = 'json_path'
                       OR lower(d.control_tag) IN ('number', 'rating') AS is_counted,
                   (SELECT coalesce(sum(tasks), 0) > $4::bigint FROM agreement.compared_tasks WHERE project_id = $1) AS is_summed
              FROM agreement.live_project($1) p
              LEFT JOIN agreement.dimension d
                     ON d.project_id = p.id AND d.is_active AND ($3::bigint IS NULL OR d.id = $3)
             WHERE p.organization_id = $2
             ORDER BY d."order", d.id
            """;

    /** $1 the dimension, $2 its project: a task that Label Studio has deleted since does not count. */
    private static final String COUNTED = """
            SELECT matrix.participants, matrix.answers, count(*) AS tasks
              FROM agreement.agreement_matrix matrix
             CROSS JOIN LATERAL agreement.task_of($2, matrix.task_id)
             WHERE matrix.dimension_id = $1 AND matrix.answers IS NOT NULL
             GROUP BY matrix.participants, matrix.answers
            """;

    /** The same from the sums, and from what a version before has kept without adding it to them. */
    static final String SUMMED = """
            SELECT annotators AS participants, answers, tasks
              FROM agreement.answer_count
             WHERE project_id = $2 AND dimension_id = $1 AND tasks > 0
             UNION ALL
            SELECT matrix.participants, matrix.answers, count(*)
              FROM agreement.agreement_matrix AS matrix
             WHERE matrix.dimension_id = $1 AND matrix.answers IS NOT NULL AND (matrix.counted IS NULL OR matrix.counted & 8 = 0)
             GROUP BY matrix.participants, matrix.answers
            """;

    /** Lest a plan made when tables were empty scan the one for each row of the other. */
    private static final String BY_INDEX = "SET LOCAL enable_seqscan = off";

    private final AtOnce lookUps = new AtOnce(AT_ONCE, "Coefficients");
    private final Pool pool;
    /** Not the threads of jobs: a transaction is open while the counts are added up, and must not wait for pages. */
    private final Executor threads = Infrastructure.getDefaultExecutor();

    ProjectCoefficients(Pool pool) {
        this.pool = pool;
    }

    /**
     * The coefficients of a project's dimensions in their order. Fails with an {@link ApiError} 404 when the organization has
     * no such project, or that no such dimension, and 503 when too many ask at once.
     *
     * @param dimensionId null: all dimensions
     */
    Uni<List<DimensionCoefficientsView>> of(long organizationId, long projectId, Long dimensionId) {
        return lookUps.run(() -> ofAll(organizationId, projectId, dimensionId));
    }

    private Uni<List<DimensionCoefficientsView>> ofAll(long organizationId, long projectId, Long dimensionId) {
        return pool.preparedQuery(DIMENSIONS)
                .execute(Tuple.of(projectId, organizationId, dimensionId, FEW))
                .map(rows -> counted(rows, dimensionId))
                // One after the other: a request has one connection at most.
                .onItem()
                .transformToMulti(dimensions -> Multi.createFrom().iterable(dimensions))
                .onItem()
                .transformToUniAndConcatenate(dimension -> of(projectId, dimension))
                .collect()
                .asList();
    }

    private static List<CountedDimension> counted(RowSet<Row> rows, Long dimensionId) {
        List<Row> found = StreamSupport.stream(rows.spliterator(), false).toList();
        boolean noDimension = found.stream().allMatch(row -> row.getLong("id") == null);
        if (found.isEmpty()) {
            throw ApiError.notFound("No Project matches the given query.");
        } else if (dimensionId != null && noDimension) {
            throw ApiError.notFound("No Dimension matches the given query.");
        }
        return noDimension
                ? List.of()
                : found.stream()
                        .filter(row -> row.getBoolean("is_counted"))
                        .map(CountedDimension::of)
                        .toList();
    }

    private Uni<DimensionCoefficientsView> of(long projectId, CountedDimension dimension) {
        DimensionCoefficients coefficients = new DimensionCoefficients(dimension.numeric());
        return pool.withTransaction(transaction -> transaction
                        .query(BY_INDEX)
                        .execute()
                        .chain(() -> transaction.prepare(dimension.isSummed() ? SUMMED : COUNTED))
                        .chain(answers -> count(answers.cursor(Tuple.of(dimension.id(), projectId)), coefficients)))
                .emitOn(threads)
                .map(done -> DimensionCoefficientsView.of(dimension, coefficients));
    }

    private Uni<Void> count(Cursor cursor, DimensionCoefficients coefficients) {
        return Multi.createBy()
                .repeating()
                .uni(() -> cursor.read(ROWS).emitOn(threads).invoke(rows -> add(rows, coefficients)))
                .whilst(rows -> cursor.hasMore())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Annotators are the last of a task's participants; models and the ground truth, which come first, do not count here. */
    private static void add(RowSet<Row> rows, DimensionCoefficients coefficients) {
        for (Row row : rows) {
            Long[] participants = row.getArrayOfLongs("participants");
            String[] answers = row.getArrayOfStrings("answers");
            int others = (int) Arrays.stream(participants).filter(id -> id <= 0).count();
            if (participants.length > others) {
                coefficients.add(
                        Arrays.copyOfRange(participants, others, participants.length),
                        Arrays.copyOfRange(answers, others, answers.length),
                        row.getLong("tasks"));
            }
        }
    }
}
