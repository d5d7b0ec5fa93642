package dev.interrater.quality;

import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/** What is kept of the consensus of the caller's projects. */
@Singleton
class KeptConsensus {
    /** A run may be replaced and deleted at any moment: what is read of it is read as it was when its project was. */
    private static final String ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    /**
     * $1 the project, $2 the organization, $3 a dimension or null, $4 whether also those by medoid. A row for each dimension, or one
     * without; none without the project.
     */
    private static final String RUNS = """
            SELECT c.computed IS NOT NULL AS is_computed, c.project_id IS NOT NULL AS is_due, c.computed_at,
                   c.computed IS DISTINCT FROM c.changes AS out_of_date,
                   d.id AS dimension, d.name, d.extraction_method = 'control_tag' AS is_of_control, run.id AS run, run.by_medoid, run.reason, run.categories,
                   run.priors, run.tasks, run.answers,
                   coalesce(d.config_name, d.extraction_method_params ->> 'control_tag',
                            d.extraction_method_params ->> 'from_name', d.name) AS from_name
              FROM agreement.live_project($1) AS p
              LEFT JOIN agreement.consensus AS c ON c.project_id = p.id AND c.changes > 0
              LEFT JOIN (agreement.dimension AS d
                         JOIN agreement.consensus_run AS run
                           ON run.dimension_id = d.id AND run.is_current AND ($4 OR NOT run.by_medoid))
                     ON d.project_id = p.id AND d.is_active AND ($3::bigint IS NULL OR d.id = $3)
             WHERE p.organization_id = $2
             ORDER BY d."order", d.id
            """;

    /** Stable: of equal ones the first. */
    private static final Comparator<KeptRun> MOST_TELLING =
            Comparator.<KeptRun, Boolean>comparing(run -> run.reason() != null).thenComparing(KeptRun::byMedoid);

    private final CurrentCaller caller;
    private final Pool pool;

    KeptConsensus(CurrentCaller caller, Pool pool) {
        this.caller = caller;
        this.pool = pool;
    }

    /**
     * An answer about a project, of the runs of its active dimensions in their order. Fails with an {@link ApiError} 404 without such a
     * project, or dimension, and before anything has been computed.
     *
     * @param dimension null: all of them
     * @param medoids whether also those whose consensus is by medoid
     */
    <T> Uni<T> of(
            long projectId, Long dimension, boolean medoids, BiFunction<SqlConnection, List<KeptRun>, Uni<T>> answer) {
        long organization = caller.get().organizationId();
        return pool.withTransaction(transaction -> transaction
                .query(ONE_MOMENT)
                .execute()
                .chain(() ->
                        transaction.preparedQuery(RUNS).execute(Tuple.of(projectId, organization, dimension, medoids)))
                .chain(rows -> answer.apply(transaction, runs(rows, dimension))));
    }

    /** The same of one dimension; without its ID of the first one that has a consensus, one by values before one by medoid. */
    <T> Uni<T> ofOne(
            long projectId, Long dimension, boolean medoids, BiFunction<SqlConnection, KeptRun, Uni<T>> answer) {
        return of(projectId, dimension, medoids, (transaction, runs) -> {
            if (runs.isEmpty()) {
                throw ApiError.notFound(
                        medoids
                                ? "The project has no active dimension."
                                : "No active dimension of the project has answers that are categories.");
            }
            return answer.apply(transaction, runs.stream().min(MOST_TELLING).orElseThrow());
        });
    }

    private static List<KeptRun> runs(Iterable<Row> rows, Long dimension) {
        List<KeptRun> runs = new ArrayList<>();
        Row any = null;
        for (Row row : rows) {
            any = row;
            if (row.getLong("run") != null) {
                runs.add(KeptRun.of(row));
            }
        }
        if (any == null) {
            throw ApiError.notFound("No Project matches the given query.");
        } else if (!any.getBoolean("is_computed")) {
            throw ApiError.notFound(
                    any.getBoolean("is_due")
                            ? "No consensus has been computed yet: it follows when no backfill of the project runs any more."
                            : "No consensus has been computed yet: it follows the project's first backfill.");
        } else if (dimension != null && runs.isEmpty()) {
            throw ApiError.notFound("No Dimension matches the given query.");
        }
        return runs;
    }
}
