package dev.interrater.quality;

import dev.interrater.backfill.worker.WorkerConfig;
import dev.interrater.database.JobPool;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What a worker reads and writes of the consensus of projects, each in a transaction of its own. */
@Singleton
class ConsensusStore {
    /** How many times as long as the first rest the longest one is. */
    private static final int MOST_RESTS = 128;

    /** Tasks that one transaction deletes. */
    private static final int CHUNK = 5_000;

    /** Lest a plan made when tables were empty scan them; and a worker that is gone hold the project for longer than its lease. */
    private static final String BOUND = """
            SELECT set_config('idle_in_transaction_session_timeout', $1, true), set_config('enable_seqscan', 'off', true)
            """;

    private final JobPool pool;
    private final Interval lease;
    private final Interval longestLease;
    private final Interval rest;
    private final Interval longestRest;
    private final String patience;

    ConsensusStore(JobPool pool, WorkerConfig config) {
        this.pool = pool;
        this.lease = Interval.of(config.lease());
        this.longestLease = Interval.of(config.lease().multipliedBy(2));
        this.rest = Interval.of(config.retry());
        this.longestRest = Interval.of(config.retry().multipliedBy(MOST_RESTS));
        this.patience = config.lease().toMillis() + "ms";
    }

    /** Takes a project whose answers have changed; empty when there is none. */
    Uni<Optional<ConsensusClaim>> claim() {
        return inTransaction(transaction ->
                        execute(transaction, ConsensusSql.CLAIM, Tuple.of(lease, longestLease, longestRest)))
                .map(ConsensusStore::first)
                .map(row -> row.map(ConsensusClaim::of));
    }

    /** Reads something in a transaction. */
    Uni<RowSet<Row>> read(String sql, Tuple parameters) {
        return inTransaction(transaction -> execute(transaction, sql, parameters));
    }

    /** Extends the lease. Fails if it is lost. */
    Uni<Void> hold(ConsensusClaim claim) {
        return write(claim, transaction -> Uni.createFrom().voidItem());
    }

    /** Writes something of the claimed project. Fails if the lease is lost, and writes nothing then. */
    <T> Uni<T> write(ConsensusClaim claim, Function<SqlConnection, Uni<T>> work) {
        return inTransaction(transaction -> fenced(
                        transaction, claim, ConsensusSql.HOLD, fence(claim).addValue(lease))
                .chain(() -> work.apply(transaction)));
    }

    /** Shows what the attempt has computed to everybody, and gives the project back, to rest for a while. */
    Uni<Void> finish(ConsensusClaim claim, Duration pause) {
        return inTransaction(transaction -> fenced(
                        transaction,
                        claim,
                        ConsensusSql.FINISH,
                        fence(claim).addLong(claim.changes()).addValue(Interval.of(pause)))
                .chain(() -> execute(transaction, ConsensusSql.RETIRE, Tuple.of(claim.projectId())))
                .chain(() -> execute(transaction, ConsensusSql.MAKE_CURRENT, fence(claim)))
                .replaceWithVoid());
    }

    /** Gives the project back after an error, to rest for a while. */
    Uni<Void> breakOff(ConsensusClaim claim) {
        return read(ConsensusSql.BREAK_OFF, fence(claim).addValue(rest).addInteger(MOST_RESTS))
                .replaceWithVoid();
    }

    /** Gives the project back unharmed. */
    Uni<Void> handBack(ConsensusClaim claim) {
        return read(ConsensusSql.HAND_BACK, fence(claim)).replaceWithVoid();
    }

    /**
     * Deletes some thousands of rows of a run that nobody sees any more; false when there is none.
     *
     * @param projectId of which project; null: of any
     */
    Uni<Boolean> sweepSome(Long projectId) {
        return inTransaction(transaction -> execute(transaction, ConsensusSql.GARBAGE, Tuple.of(projectId))
                .map(ConsensusStore::first)
                .chain(row -> row.isEmpty()
                        ? Uni.createFrom().item(false)
                        : delete(transaction, row.get().getLong("id")).replaceWith(true)));
    }

    /** Deletes what is known of projects that are gone with all their results. */
    Uni<Void> forget() {
        return read(ConsensusSql.FORGET, Tuple.tuple()).replaceWithVoid();
    }

    private static Uni<?> delete(SqlConnection transaction, long run) {
        return execute(transaction, ConsensusSql.DELETE_TASKS, Tuple.of(run, CHUNK))
                .chain(deleted -> deleted.rowCount() == CHUNK
                        ? Uni.createFrom().nullItem()
                        : execute(transaction, ConsensusSql.DELETE_RUN, Tuple.of(run)));
    }

    private <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return pool.inTransaction(
                transaction -> execute(transaction, BOUND, Tuple.of(patience)).chain(() -> work.apply(transaction)));
    }

    static Uni<RowSet<Row>> execute(SqlConnection transaction, String sql, Tuple parameters) {
        return transaction.preparedQuery(sql).execute(parameters);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    private static Tuple fence(ConsensusClaim claim) {
        return Tuple.tuple().addLong(claim.projectId()).addInteger(claim.attempt());
    }

    private static Uni<Void> fenced(SqlConnection transaction, ConsensusClaim claim, String sql, Tuple parameters) {
        return execute(transaction, sql, parameters)
                .invoke(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new ConsensusLostException(claim);
                    }
                })
                .replaceWithVoid();
    }
}
