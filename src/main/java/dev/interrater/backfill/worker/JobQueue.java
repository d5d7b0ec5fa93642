package dev.interrater.backfill.worker;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.data.Interval;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The queue of jobs: the claim, and every later write of a worker, each in one statement of {@link QueueSql}. */
@Singleton
class JobQueue {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int LOOKS = 10;

    private final Pool pool;
    private final WorkerConfig config;
    private final WorkerMetrics metrics;
    private final Interval lease;
    private final Interval longestLease;
    private final Interval longestRest;

    JobQueue(Pool pool, WorkerConfig config, WorkerMetrics metrics) {
        this.pool = pool;
        this.config = config;
        this.metrics = metrics;
        this.lease = Interval.of(config.lease());
        // Other workers may have been told of another one, and the first heartbeat after the clock was set back mends
        // it.
        this.longestLease = Interval.of(config.lease().multipliedBy(2));
        this.longestRest = Interval.of(config.retry().multipliedBy(QueueSql.MOST_RESTS));
    }

    /** Takes the job whose turn it is; empty when there is none. Looks again when another worker was faster with its project. */
    Uni<Optional<Claim>> claim(String worker) {
        return pool.preparedQuery(QueueSql.CLAIM)
                .execute(Tuple.of(worker, lease, longestRest))
                .map(rows -> {
                    var iterator = rows.iterator();
                    return iterator.hasNext() ? Optional.of(Claim.of(iterator.next())) : Optional.<Claim>empty();
                })
                .onFailure(JobQueue::isRefused)
                .retry()
                .atMost(LOOKS)
                .invoke(claim -> claim.ifPresent(taken -> metrics.claimed()));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof PgException refusal && UNIQUE_VIOLATION.equals(refusal.getSqlState());
    }

    /** Extends the lease; false when it is lost. */
    Uni<Boolean> heartbeat(Claim claim) {
        return write(pool, QueueSql.HEARTBEAT, fence(claim).addValue(lease));
    }

    /** Extends the lease and keeps the job from being taken away until the transaction ends. Fails if the lease is lost. */
    Uni<Void> hold(SqlConnection transaction, Claim claim) {
        return fenced(transaction, claim, QueueSql.HEARTBEAT, fence(claim).addValue(lease));
    }

    /**
     * Notes what an attempt compares by, and gives the claim with the place where it begins: behind the last attempt that
     * compared by the same, or at the first task. Fails if the lease is lost.
     */
    Uni<Claim> begin(SqlConnection transaction, Claim claim, UUID fingerprint, UUID basis) {
        return transaction
                .preparedQuery(QueueSql.BEGIN)
                .execute(fence(claim).addUUID(fingerprint).addUUID(basis))
                .map(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new LeaseLostException(claim);
                    }
                    return Claim.of(rows.iterator().next());
                });
    }

    /** Notes how many tasks there are. */
    Uni<Void> counted(Claim claim, long tasks) {
        return fenced(pool, claim, QueueSql.COUNTED, fence(claim).addLong(tasks));
    }

    /** Commits a page's progress in the transaction that its results are written in. Fails if the lease is lost. */
    Uni<Void> advance(SqlConnection transaction, Claim claim, PageProgress page) {
        return fenced(
                transaction,
                claim,
                QueueSql.ADVANCE,
                fence(claim)
                        .addValue(lease)
                        .addLong(page.cursor())
                        .addLong(page.processed())
                        .addLong(page.skipped())
                        .addLong(page.matrices())
                        .addLong(page.errors())
                        .addString(page.lastError()));
    }

    /** Ends a job that is done. Fails if the lease is lost. */
    Uni<Void> complete(SqlConnection transaction, Claim claim) {
        return fenced(transaction, claim, QueueSql.COMPLETE, fence(claim));
    }

    /** Ends a job that no further attempt can mend; false when the lease is lost. */
    Uni<Boolean> fail(Claim claim, String reason) {
        return write(pool, QueueSql.FAIL, fence(claim).addString(reason));
    }

    /** Puts a job back unharmed; false when the lease is lost. */
    Uni<Boolean> handBack(Claim claim) {
        return write(pool, QueueSql.HAND_BACK, fence(claim));
    }

    /** Puts a job back after an error, to rest for a while, or fails it when it has had all its attempts; false when the lease is lost. */
    Uni<Boolean> breakOff(Claim claim, String reason) {
        return write(
                pool,
                QueueSql.BREAK_OFF,
                fence(claim)
                        .addString(reason)
                        .addInteger(config.attempts())
                        .addValue(Interval.of(config.retry()))
                        .addInteger(QueueSql.MOST_RESTS));
    }

    /** Puts back what nobody looks after. */
    Uni<Void> rescue() {
        return pool.preparedQuery(QueueSql.RESCUE)
                .execute(Tuple.of(config.attempts(), longestLease, longestRest))
                .invoke(rows -> rows.forEach(this::rescued))
                .replaceWithVoid();
    }

    private void rescued(Row job) {
        metrics.rescued(job.getBoolean("lease_lost"));
        long id = job.getLong("id");
        long organization = job.getLong("organization_id");
        Long project = job.getLong("project_id");
        JobLog.of(
                id,
                organization,
                project,
                () -> Log.infof(
                        "Backfill job %d (organization %d, project %d) was abandoned and is now %s",
                        id, organization, project, job.getString("status")));
    }

    private static Tuple fence(Claim claim) {
        return Tuple.tuple().addLong(claim.jobId()).addInteger(claim.attempt());
    }

    private static Uni<Boolean> write(SqlClient client, String sql, Tuple parameters) {
        return client.preparedQuery(sql).execute(parameters).map(rows -> rows.rowCount() == 1);
    }

    private static Uni<Void> fenced(SqlClient client, Claim claim, String sql, Tuple parameters) {
        return write(client, sql, parameters)
                .invoke(ours -> {
                    if (!ours) {
                        throw new LeaseLostException(claim);
                    }
                })
                .replaceWithVoid();
    }
}
