package dev.interrater.backfill;

import dev.interrater.database.Transactions;
import dev.interrater.dimension.Fingerprint;
import dev.interrater.security.Caller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Queues backfills. Each call is one transaction, and an organization's calls for a kind take turns: so no two of them queue the
 * same project or wait for each other's locks in circles. Against everybody else who writes jobs, the table's unique index decides.
 */
@ApplicationScoped
class BackfillTrigger {
    private static final ApiError NOT_YET =
            ApiError.unavailable("Another call of the organization is still queueing backfills. Try again.");
    private static final ApiError MOVING =
            ApiError.unavailable("The project has come from another organization just now. Try again.");
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);
    private static final Duration LAST_LOOK = Duration.ofMillis(500);
    private static final double JITTER = 0.2;
    private static final int LOOKS = 10; // some three seconds: a request has five, unless told otherwise

    private final Transactions transactions;
    private final MovedJobs movedJobs;

    BackfillTrigger(Transactions transactions, MovedJobs movedJobs) {
        this.transactions = transactions;
        this.movedJobs = movedJobs;
    }

    /** Queues what is asked for. */
    Uni<TriggerResponse> trigger(Caller caller, JobKind kind, TriggerRequest request) {
        return movedJobs.end(caller.organizationId(), request.projectId()).chain(() -> queue(caller, kind, request));
    }

    private Uni<TriggerResponse> queue(Caller caller, JobKind kind, TriggerRequest request) {
        if (request.projectId() != null) {
            return inTurn(caller, kind, connection -> project(connection, caller, kind, request.projectId()));
        } else if (request.numProjects() != null) {
            return inTurn(caller, kind, connection -> next(connection, caller, kind, request.numProjects()));
        } else {
            return inTurn(caller, kind, connection -> all(connection, caller, kind));
        }
    }

    /** The ID of the project's job in flight, which is queued now unless there is one. */
    Uni<Long> ensure(Caller caller, JobKind kind, long projectId) {
        return movedJobs
                .end(caller.organizationId(), projectId)
                .chain(() -> inTurn(caller, kind, connection -> queuedOrInFlight(connection, caller, kind, projectId)));
    }

    private Uni<Long> queuedOrInFlight(SqlConnection connection, Caller caller, JobKind kind, long projectId) {
        return queueProject(connection, caller, kind, projectId)
                .chain(queued -> queued.rowCount() > 0
                        ? Uni.createFrom().item(queued.iterator().next().getLong("id"))
                        : inFlight(connection, caller, kind, projectId)
                                // Null: it has ended in between.
                                .chain(job -> job == null
                                        ? queuedOrInFlight(connection, caller, kind, projectId)
                                        : Uni.createFrom().item(job)));
    }

    /** Who waits for the turn waits without a connection: everybody else needs those. */
    private <T> Uni<T> inTurn(Caller caller, JobKind kind, Function<SqlConnection, Uni<T>> work) {
        return transactions
                .run(connection -> connection
                        .preparedQuery(TriggerSql.TAKE_TURN)
                        .execute(Tuple.of(caller.organizationId(), kind.name()))
                        .chain(rows -> rows.iterator().next().getBoolean(0)
                                ? work.apply(connection)
                                : Uni.createFrom().failure(NOT_YET)))
                .onFailure(NOT_YET::equals)
                .retry()
                .withBackOff(FIRST_LOOK, LAST_LOOK)
                .withJitter(JITTER)
                .atMost(LOOKS);
    }

    private Uni<TriggerResponse> project(SqlConnection connection, Caller caller, JobKind kind, long projectId) {
        return queueProject(connection, caller, kind, projectId)
                .chain(queued -> queued.rowCount() > 0
                        ? response(
                                connection,
                                caller,
                                kind,
                                queued,
                                "Queued a backfill of project " + projectId + ".",
                                false)
                        : refusal(connection, caller, kind, projectId));
    }

    private static Uni<RowSet<Row>> queueProject(
            SqlConnection connection, Caller caller, JobKind kind, long projectId) {
        return connection
                .preparedQuery(TriggerSql.QUEUE_PROJECT)
                .execute(Tuple.of(caller.organizationId(), kind.name(), caller.userId(), caller.email(), projectId));
    }

    private Uni<TriggerResponse> refusal(SqlConnection connection, Caller caller, JobKind kind, long projectId) {
        return inFlight(connection, caller, kind, projectId).chain(job -> {
            if (job == null) {
                return project(connection, caller, kind, projectId); // it has ended in between
            }
            throw ApiError.badRequest("Backfill job " + job + " of project " + projectId
                    + " is in flight already. Cancel it or wait for its end.");
        });
    }

    /** The ID of the job in flight of a project; null when there is none. */
    private static Uni<Long> inFlight(SqlConnection connection, Caller caller, JobKind kind, long projectId) {
        return connection
                .preparedQuery(TriggerSql.IN_FLIGHT)
                .execute(Tuple.of(caller.organizationId(), kind.name(), projectId))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ApiError.notFound("No Project matches the given query.");
                    }
                    Row job = rows.iterator().next();
                    if (job.getLong("id") != null && job.getLong("organization_id") != caller.organizationId()) {
                        throw MOVING;
                    }
                    return job.getLong("id");
                });
    }

    private Uni<TriggerResponse> next(SqlConnection connection, Caller caller, JobKind kind, long projects) {
        return connection
                .preparedQuery(TriggerSql.QUEUE_NEXT)
                .execute(Tuple.of(
                        caller.organizationId(),
                        kind.name(),
                        caller.userId(),
                        caller.email(),
                        Math.min(projects, TriggerSql.MAX_LISTED)))
                .chain(queued -> response(
                        connection, caller, kind, queued, "Projects queued: " + queued.rowCount() + ".", true));
    }

    private Uni<TriggerResponse> all(SqlConnection connection, Caller caller, JobKind kind) {
        return connection
                .preparedQuery(TriggerSql.LOCK)
                .execute(Tuple.of(caller.organizationId(), kind.name()))
                .chain(() -> BackfillCancellation.in(connection, caller, kind, null, null))
                .chain(cancelled -> connection
                        .preparedQuery(TriggerSql.QUEUE_ALL)
                        .execute(Tuple.of(
                                caller.organizationId(),
                                kind.name(),
                                caller.userId(),
                                caller.email(),
                                Fingerprint.RULES))
                        .chain(queued -> response(
                                connection,
                                caller,
                                kind,
                                queued,
                                "Backfill jobs cancelled: " + cancelled + ", projects queued: " + total(queued) + ".",
                                true)));
    }

    private static Uni<TriggerResponse> response(
            SqlConnection connection,
            Caller caller,
            JobKind kind,
            RowSet<Row> queued,
            String message,
            boolean skipping) {
        List<QueuedJob> jobs = new ArrayList<>();
        queued.forEach(row -> jobs.add(QueuedJob.of(row)));
        return connection
                .preparedQuery(TriggerSql.COUNT)
                .execute(Tuple.of(caller.organizationId(), kind.name()))
                .map(rows -> rows.iterator().next())
                .map(counts -> new TriggerResponse(
                        jobs,
                        total(queued),
                        message,
                        caller.organizationId(),
                        counts.getLong("remaining"),
                        skipping ? counts.getLong("completed") : 0));
    }

    private static long total(RowSet<Row> queued) {
        return queued.rowCount() == 0 ? 0 : queued.iterator().next().getLong("total");
    }
}
