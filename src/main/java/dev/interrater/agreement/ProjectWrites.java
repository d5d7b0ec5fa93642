package dev.interrater.agreement;

import dev.interrater.dimension.Fingerprint;
import dev.interrater.dimension.ProjectDimensions;
import dev.interrater.labelconfig.ConfigDimension;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** How writing a project's agreement begins and ends, whoever does it. All of it in the transaction of the caller. */
@Singleton
public class ProjectWrites {
    /** Until the end of the transaction: $1 how long it may idle; and no scans where there is an index. */
    private static final String BOUND = """
            SELECT set_config('idle_in_transaction_session_timeout', $1, true), set_config('enable_seqscan', 'off', true)
            """;

    /** Waits until nobody deletes results of project $1, and keeps everybody from it for the rest of the transaction. */
    public static final String KEEP_RESULTS =
            "SELECT pg_advisory_xact_lock(hashtextextended('results of project', $1::bigint))";

    /** What is compared by, told before that is read: $1 the rules, $2 the project, $3 its config, $4 its weights. */
    private static final String BASIS = "SELECT agreement.comparison_basis($1, $2, $3, $4)";

    /** From now on changes of project $1 are noticed, and what was read of it before is not written any more. */
    private static final String JOB_BEGINS = """
            INSERT INTO agreement.followed_project AS kept (project_id, organization_id, sweep_writes)
            VALUES ($1, $2, agreement.written_rows())
                ON CONFLICT (project_id) DO UPDATE SET
                   organization_id = excluded.organization_id, epoch = kept.epoch + 1, sweep_cursor = 0,
                   sweep_writes = excluded.sweep_writes, sweep_wishes = kept.wishes
            """;

    /** All tasks of project $1 are compared by $2. */
    private static final String JOB_COMPLETES = """
            UPDATE agreement.followed_project
               SET is_complete = true, is_wanted = wishes <> sweep_wishes, basis = $2, swept_at = now(), fruitless = 0, not_before = NULL
             WHERE project_id = $1
            """;

    private final ProjectDimensions dimensions;
    private final MatrixStore matrices;

    ProjectWrites(ProjectDimensions dimensions, MatrixStore matrices) {
        this.dimensions = dimensions;
        this.matrices = matrices;
    }

    /**
     * What a project's tasks are compared by.
     *
     * @param basis what the trigger of jobs calls all of it; never newer than what the comparison knows
     */
    public record Begun(ProjectComparison comparison, UUID basis) {}

    /**
     * Bounds what a worker's transaction may cost. The database ends one whose worker says nothing for so long, for it may hold
     * rows; and no table is scanned for a page because statistics say that it is empty.
     */
    public Uni<Void> bound(SqlConnection transaction, Duration idle) {
        return transaction
                .preparedQuery(BOUND)
                .execute(Tuple.of(idle.toMillis() + "ms"))
                .replaceWithVoid();
    }

    /** Waits until nobody deletes results of the project, and keeps everybody from it until the transaction ends. */
    public Uni<Void> keepResults(SqlConnection transaction, long projectId) {
        return transaction
                .preparedQuery(KEEP_RESULTS)
                .execute(Tuple.of(projectId))
                .replaceWithVoid();
    }

    /**
     * Brings the project's dimensions in line with its config, and notes what is compared by.
     *
     * @param scoring false: of tasks without scores only answers are kept
     * @param taskTime how long comparing one task may take
     * @param faults told of what is a fault of ours
     * @throws dev.interrater.labelconfig.InvalidLabelConfigException through the Uni, if a metric cannot have its parameters
     */
    public Uni<Begun> begin(
            SqlConnection transaction,
            long projectId,
            ProjectSettings settings,
            List<ConfigDimension> config,
            ModelVersions models,
            boolean scoring,
            Duration taskTime,
            Consumer<Throwable> faults) {
        return dimensions
                .refresh(transaction, projectId, config)
                .chain(() -> transaction
                        .preparedQuery(BASIS)
                        .execute(Tuple.of(
                                Fingerprint.RULES, projectId, settings.labelConfig(), settings.controlWeights())))
                .map(rows -> rows.iterator().next().getUUID(0))
                .chain(basis -> dimensions
                        .active(transaction, projectId, config)
                        .map(active -> new Begun(
                                new ProjectComparison(active, models, settings.cluster(), scoring, taskTime, faults),
                                basis)))
                .call(begun -> matrices.keepRules(transaction, projectId, begun.comparison(), begun.basis()));
    }

    /**
     * Deletes some matrices of dimensions that are not compared.
     *
     * @return false if there may be more, for the next transaction
     */
    public Uni<Boolean> emptyOthers(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        return dimensions
                .others(transaction, projectId, config)
                .chain(others -> matrices.empty(transaction, projectId, others));
    }

    /** Deletes what has come to nothing: sums, and dimensions that the config has no more. Their matrices have gone before. */
    public Uni<Void> tidy(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        return matrices.sweep(transaction, projectId)
                .chain(() -> dimensions.removeOthers(transaction, projectId, config));
    }

    /** Keeps everybody but a job of the project from writing what was read of it until now. */
    public Uni<Void> jobBegins(SqlConnection transaction, long projectId, long organizationId) {
        return transaction
                .preparedQuery(JOB_BEGINS)
                .execute(Tuple.of(projectId, organizationId))
                .replaceWithVoid();
    }

    /** A job has computed the agreement of all tasks, which is followed from now on. */
    public Uni<Void> jobCompletes(SqlConnection transaction, long projectId, UUID basis) {
        return transaction
                .preparedQuery(JOB_COMPLETES)
                .execute(Tuple.of(projectId, basis))
                .replaceWithVoid();
    }
}
