package dev.interrater.live;

import dev.interrater.agreement.ProjectWrites;
import dev.interrater.backfill.worker.WorkerConfig;
import dev.interrater.database.JobPool;
import dev.interrater.dimension.Fingerprint;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What is read and written of projects that are followed, each in a transaction of its own unless it is given one. */
@Singleton
class LiveStore {
    /** How often a claim is renewed, or more often if jobs are. */
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /**
     * How long a project stays with a worker that gives no sign of life, or as long as a job does if that is shorter. People wait for what
     * they have changed, and nothing is lost but a turn of two seconds; so it is shorter than a job's.
     */
    private static final Duration LEASE = HEARTBEAT.multipliedBy(4);

    /** How many times as long as the first rest the longest one is. */
    private static final int MOST_RESTS = 64;

    private final JobPool pool;
    private final ProjectWrites writes;
    private final Duration idle;
    private final Interval lease;
    private final Interval longestLease;
    private final Interval longestRest;
    private final Interval retry;
    private final Interval rest;
    private final Interval pace;

    LiveStore(JobPool pool, ProjectWrites writes, WorkerConfig worker, LiveConfig config) {
        this.pool = pool;
        this.writes = writes;
        this.idle = Collections.min(List.of(worker.lease(), LEASE));
        this.lease = Interval.of(idle);
        this.longestLease = Interval.of(worker.lease().multipliedBy(2));
        this.retry = Interval.of(worker.retry());
        this.longestRest = Interval.of(worker.retry().plus(config.rest()).multipliedBy(MOST_RESTS));
        this.rest = Interval.of(config.rest());
        this.pace = Interval.of(config.sweep());
    }

    /** Takes a project; empty when there is none with anything to do. */
    Uni<Optional<LiveClaim>> claim() {
        return inTransaction(transaction ->
                        execute(transaction, LiveSql.CLAIM, Tuple.of(lease, longestLease, longestRest, pace)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(LiveClaim::of));
    }

    /** Leaves out sweeps that would find nothing. */
    Uni<Void> skipSweeps() {
        return inTransaction(
                        transaction -> execute(transaction, LiveSql.SKIP_SWEEPS, Tuple.of(pace, Fingerprint.RULES)))
                .replaceWithVoid();
    }

    /** Extends the lease. Fails if the project is not ours any more. */
    Uni<Void> renew(LiveClaim claim) {
        return inTransaction(transaction -> hold(transaction, claim));
    }

    /** Writes something of the project, that no job and no other worker writes meanwhile. Fails if it is not ours any more. */
    <T> Uni<T> write(LiveClaim claim, Function<SqlConnection, Uni<T>> work) {
        return inTransaction(transaction -> writes.keepResults(transaction, claim.projectId())
                .chain(() -> hold(transaction, claim))
                .chain(() -> work.apply(transaction)));
    }

    private Uni<Void> hold(SqlConnection transaction, LiveClaim claim) {
        return execute(transaction, LiveSql.HOLD, fence(claim).addValue(lease).addInteger(claim.epoch()))
                .invoke(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new ClaimLostException(claim);
                    }
                })
                .replaceWithVoid();
    }

    /** Changed tasks, so many at most, those first that have waited longest. */
    Uni<List<Row>> changed(LiveClaim claim, int most) {
        return inTransaction(transaction -> execute(transaction, LiveSql.CHANGED, Tuple.of(claim.projectId(), most)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    /** Tasks are compared, unless another change was noticed since; how long they have waited. */
    Uni<List<Double>> compared(SqlConnection transaction, LiveClaim claim, Long[] tasks, Long[] notices) {
        return execute(transaction, LiveSql.COMPARED, Tuple.of(claim.projectId(), tasks, notices))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getDouble("waited"))
                        .toList());
    }

    /** A sweep has looked at all tasks up to this one. */
    Uni<Void> sweptTo(SqlConnection transaction, LiveClaim claim, long task, UUID fingerprint) {
        return execute(transaction, LiveSql.SWEPT_TO, fence(claim).addLong(task).addUUID(fingerprint))
                .replaceWithVoid();
    }

    /** A sweep has looked at all tasks. */
    Uni<Void> swept(SqlConnection transaction, LiveClaim claim, UUID basis) {
        return execute(transaction, LiveSql.SWEPT, fence(claim).addUUID(basis)).replaceWithVoid();
    }

    /** Gives the project back. */
    Uni<Void> finish(LiveClaim claim) {
        Interval pause = claim.sweeps() ? Interval.of(Duration.ZERO) : rest;
        return inTransaction(transaction -> execute(transaction, LiveSql.LOCK, fence(claim))
                .chain(() -> execute(transaction, LiveSql.FINISH, fence(claim).addValue(pause)))
                .replaceWithVoid());
    }

    /** Gives the project back after an error, to rest for a while. */
    Uni<Void> breakOff(LiveClaim claim) {
        return inTransaction(transaction -> execute(
                        transaction,
                        LiveSql.BREAK_OFF,
                        fence(claim).addValue(retry).addInteger(MOST_RESTS)))
                .replaceWithVoid();
    }

    /** Leaves a project alone that is not there. */
    Uni<Void> gone(LiveClaim claim) {
        return inTransaction(transaction -> execute(transaction, LiveSql.LOCK, fence(claim))
                .chain(() -> execute(transaction, LiveSql.GONE, fence(claim)))
                .replaceWithVoid());
    }

    /** Gives the project back unharmed. */
    Uni<Void> handBack(LiveClaim claim) {
        return inTransaction(transaction -> execute(transaction, LiveSql.HAND_BACK, fence(claim)))
                .replaceWithVoid();
    }

    /** Work in a transaction that neither idles for long nor scans tables. */
    <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return pool.inTransaction(transaction -> writes.bound(transaction, idle).chain(() -> work.apply(transaction)));
    }

    static Uni<RowSet<Row>> execute(SqlConnection transaction, String sql, Tuple parameters) {
        return transaction.preparedQuery(sql).execute(parameters);
    }

    private static Tuple fence(LiveClaim claim) {
        return Tuple.tuple().addLong(claim.projectId()).addInteger(claim.attempt());
    }
}
