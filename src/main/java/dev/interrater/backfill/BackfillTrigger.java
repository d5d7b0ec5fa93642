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
 * Queues backfills. Each call is one transaction, and an organization's calls take turns: so no two of them queue the same
 * project or wait for each other's locks in circles. Against everybody else who writes jobs, the table's unique index decides.
 */
@ApplicationScoped
class BackfillTrigger {
    /** How many projects one call queues by number, and how many jobs an answer lists: some megabyte. */
    static final int MAX_LISTED = 10_000;

    // $1 organization. A statement of its own, so that the next one sees what the call before has committed.
    private static final String TAKE_TURN =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('backfill trigger', $1::bigint))";

    private static final ApiError NOT_YET =
            ApiError.unavailable("Another call of the organization is still queueing backfills. Try again.");
    private static final ApiError MOVING =
            ApiError.unavailable("The project has come from another organization just now. Try again.");
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);
    private static final Duration LAST_LOOK = Duration.ofMillis(500);
    private static final double JITTER = 0.2;
    private static final int LOOKS = 10; // some three seconds: a request has five, unless told otherwise

    // $1 organization: its projects, with the status of the newest job, null where there is none. A scalar subquery
    // by the project's ID alone: joined, as long as the statistics do not know of the jobs queued a moment ago, each
    // project would be compared with each job.
    private static final String PROJECTS = """
            WITH candidate AS NOT MATERIALIZED (
                SELECT p.id,
                       (SELECT CASE WHEN job.organization_id = $1 THEN job.status END
                          FROM agreement.backfill_job job
                         WHERE job.project_id = p.id AND job.newest
                         LIMIT 1) AS status
                  FROM agreement.live_projects_of($1) p
            )
            """;

    // $2 and $3 ID and e-mail of who asks; the rest is for whatever selects the project. Inserted in ascending
    // project, and passed over when a job of the project is in flight by now.
    private static final String INSERT = """
            , queued AS (
                INSERT INTO agreement.backfill_job
                       (organization_id, project_id, status, rq_job_id, triggered_by_id, triggered_by)
                SELECT $1, candidate.id, 'QUEUED', gen_random_uuid(), $2::bigint, $3::text
                  FROM candidate
            """;
    private static final String LIST = """
                ON CONFLICT (project_id) WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NOT NULL
                DO NOTHING
                RETURNING id, rq_job_id, project_id
            )
            SELECT id, rq_job_id, project_id, count(*) OVER () AS total FROM queued ORDER BY project_id LIMIT
            """ + MAX_LISTED;

    // $4 project.
    private static final String QUEUE_PROJECT = """
            WITH candidate AS (
                SELECT p.id FROM agreement.live_project($4) p WHERE p.organization_id = $1
            )
            """ + INSERT + LIST;

    // $4 how many.
    private static final String QUEUE_NEXT =
            PROJECTS + INSERT + "WHERE candidate.status IS NULL ORDER BY candidate.id LIMIT $4::bigint " + LIST;

    // $4 the rules of comparing. A job of before the basis was noted has none, and counts as up to date.
    private static final String QUEUE_ALL = PROJECTS + INSERT + """
            WHERE candidate.status IS DISTINCT FROM 'COMPLETED'
               OR EXISTS (SELECT FROM agreement.backfill_job job
                           WHERE job.project_id = candidate.id AND job.newest
                             AND job.basis <> agreement.comparison_basis($4::integer, candidate.id))
            ORDER BY candidate.id
            """ + LIST;

    // $2 project: no row when there is no such project, and in it the job that is in flight, whoever asked for it.
    private static final String IN_FLIGHT = """
            SELECT job.id, job.organization_id
              FROM agreement.live_project($2) project
              LEFT JOIN agreement.backfill_job job
                     ON job.project_id = $2 AND job.status IN ('PENDING', 'QUEUED', 'RUNNING')
             WHERE project.organization_id = $1
            """;

    private static final String COUNT = PROJECTS + """
            SELECT count(*) FILTER (WHERE status IS NULL) AS remaining,
                   count(*) FILTER (WHERE status = 'COMPLETED') AS completed
              FROM candidate
            """;

    // $1 organization: all jobs that the call may change, before it changes one, and in ascending ID like everybody who
    // locks several. Each change of a job locks the organization's tally, and whoever has that waits for no job any
    // more.
    private static final String LOCK = """
            WITH locked AS MATERIALIZED (
                SELECT FROM agreement.backfill_job WHERE organization_id = $1 AND newest ORDER BY id FOR UPDATE
            )
            SELECT count(*) FROM locked
            """;

    private final Transactions transactions;
    private final MovedJobs movedJobs;

    BackfillTrigger(Transactions transactions, MovedJobs movedJobs) {
        this.transactions = transactions;
        this.movedJobs = movedJobs;
    }

    /** Queues what is asked for. */
    Uni<TriggerResponse> trigger(Caller caller, TriggerRequest request) {
        return movedJobs.end(caller.organizationId(), request.projectId()).chain(() -> queue(caller, request));
    }

    private Uni<TriggerResponse> queue(Caller caller, TriggerRequest request) {
        if (request.projectId() != null) {
            return inTurn(caller, connection -> project(connection, caller, request.projectId()));
        } else if (request.numProjects() != null) {
            return inTurn(caller, connection -> next(connection, caller, request.numProjects()));
        } else {
            return inTurn(caller, connection -> all(connection, caller));
        }
    }

    /** Who waits for the turn waits without a connection: everybody else needs those. */
    private Uni<TriggerResponse> inTurn(Caller caller, Function<SqlConnection, Uni<TriggerResponse>> work) {
        return transactions
                .run(connection -> connection
                        .preparedQuery(TAKE_TURN)
                        .execute(Tuple.of(caller.organizationId()))
                        .chain(rows -> rows.iterator().next().getBoolean(0)
                                ? work.apply(connection)
                                : Uni.createFrom().failure(NOT_YET)))
                .onFailure(NOT_YET::equals)
                .retry()
                .withBackOff(FIRST_LOOK, LAST_LOOK)
                .withJitter(JITTER)
                .atMost(LOOKS);
    }

    private Uni<TriggerResponse> project(SqlConnection connection, Caller caller, long projectId) {
        return connection
                .preparedQuery(QUEUE_PROJECT)
                .execute(Tuple.of(caller.organizationId(), caller.userId(), caller.email(), projectId))
                .chain(queued -> queued.rowCount() > 0
                        ? response(connection, caller, queued, "Queued a backfill of project " + projectId + ".", false)
                        : refusal(connection, caller, projectId));
    }

    private Uni<TriggerResponse> refusal(SqlConnection connection, Caller caller, long projectId) {
        return connection
                .preparedQuery(IN_FLIGHT)
                .execute(Tuple.of(caller.organizationId(), projectId))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ApiError.notFound("No Project matches the given query.");
                    }
                    Row job = rows.iterator().next();
                    if (job.getLong("id") == null) {
                        return project(connection, caller, projectId); // it has ended in between
                    }
                    if (job.getLong("organization_id") != caller.organizationId()) {
                        throw MOVING;
                    }
                    throw ApiError.badRequest("Backfill job " + job.getLong("id") + " of project " + projectId
                            + " is in flight already. Cancel it or wait for its end.");
                });
    }

    private Uni<TriggerResponse> next(SqlConnection connection, Caller caller, long projects) {
        return connection
                .preparedQuery(QUEUE_NEXT)
                .execute(Tuple.of(
                        caller.organizationId(), caller.userId(), caller.email(), Math.min(projects, MAX_LISTED)))
                .chain(queued ->
                        response(connection, caller, queued, "Projects queued: " + queued.rowCount() + ".", true));
    }

    private Uni<TriggerResponse> all(SqlConnection connection, Caller caller) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(caller.organizationId()))
                .chain(() -> BackfillCancellation.in(connection, caller, null, null))
                .chain(cancelled -> connection
                        .preparedQuery(QUEUE_ALL)
                        .execute(Tuple.of(caller.organizationId(), caller.userId(), caller.email(), Fingerprint.RULES))
                        .chain(queued -> response(
                                connection,
                                caller,
                                queued,
                                "Backfill jobs cancelled: " + cancelled + ", projects queued: " + total(queued) + ".",
                                true)));
    }

    private static Uni<TriggerResponse> response(
            SqlConnection connection, Caller caller, RowSet<Row> queued, String message, boolean skipping) {
        List<QueuedJob> jobs = new ArrayList<>();
        queued.forEach(row -> jobs.add(QueuedJob.of(row)));
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(caller.organizationId()))
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
