package dev.interrater.datamanager;

import dev.interrater.agreement.ProjectWrites;
import dev.interrater.backfill.worker.WorkerConfig;
import dev.interrater.database.JobPool;
import dev.interrater.labelstudio.LabelStudioConfig;
import dev.interrater.live.LiveConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the worker reads and writes of the projects in the Data Manager, each in a transaction of its own. */
@Singleton
class ScoreStore {
    /** The model version that our predictions have. */
    static final String VERSION = "agreement";

    /** How many times as long as the first rest the longest one is. */
    private static final int MOST_RESTS = 128;

    private final JobPool pool;
    private final ProjectWrites writes;
    private final Duration idle;
    private final Interval lease;
    private final Interval longestLease;
    private final Interval rest;
    private final Interval longestRest;
    private final Interval sweep;
    private final Interval settle;

    ScoreStore(
            JobPool pool, ProjectWrites writes, WorkerConfig worker, LiveConfig live, LabelStudioConfig labelStudio) {
        this.pool = pool;
        this.writes = writes;
        this.idle = worker.lease();
        this.lease = Interval.of(worker.lease());
        this.longestLease = Interval.of(worker.lease().multipliedBy(2));
        this.rest = Interval.of(worker.retry());
        // As long as a request that is waited for to the end, and what follows from it.
        Duration settling = labelStudio.writePatience().multipliedBy(2);
        this.settle = Interval.of(settling);
        this.longestRest =
                Interval.of(worker.retry().multipliedBy(MOST_RESTS).plus(settling.multipliedBy(ScoreRun.RESTS)));
        this.sweep = Interval.of(live.sweep());
    }

    /** Takes a project of these organizations; empty when there is none with anything to do. */
    Uni<Optional<ScoreClaim>> claim(Long[] organizations) {
        return execute(ScoreSql.CLAIM, Tuple.of(lease, longestLease, longestRest, organizations, sweep))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(ScoreClaim::of));
    }

    /**
     * Extends the lease, and notes that requests are sent that may be carried out although nobody gets to know their answers. Fails if the
     * lease is lost.
     */
    Uni<Void> hold(ScoreClaim claim) {
        return fenced(
                        claim,
                        ScoreSql.HOLD,
                        fence(claim).addValue(lease).addBoolean(claim.wanted()).addValue(settle))
                .replaceWithVoid();
    }

    /** The tasks behind one, so many at most. */
    Uni<List<TaskScore>> page(long projectId, long after, int most) {
        return execute(ScoreSql.PAGE, Tuple.of(projectId, after, most, VERSION))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TaskScore::of)
                        .toList());
    }

    /** How many tasks a project has. */
    Uni<Long> tasks(long projectId) {
        return execute(ScoreSql.COUNT, Tuple.of(projectId))
                .map(rows -> rows.iterator().next().getLong("tasks"));
    }

    /** What Label Studio still has of ours, as far as it is counted; null when there is no such project. */
    Uni<LeftOver> leftOver(long projectId, int most) {
        return execute(ScoreSql.LEFT_OVER, Tuple.of(projectId, VERSION, most)).map(rows -> {
            var iterator = rows.iterator();
            return iterator.hasNext() ? LeftOver.of(iterator.next()) : null;
        });
    }

    /**
     * What is to be taken out.
     *
     * @param predictions how many of ours there are
     * @param tasks on how many tasks
     * @param shown the model version that the project shows
     */
    record LeftOver(long predictions, long tasks, String shown) {
        static LeftOver of(Row row) {
            return new LeftOver(row.getLong("predictions"), row.getLong("tasks"), row.getString("model_version"));
        }
    }

    /** Gives the project back in the middle of a walk. */
    Uni<Void> pause(ScoreClaim claim, ScoreRun.End end, long walkedTo) {
        return fenced(
                        claim,
                        ScoreSql.PAUSE,
                        ending(claim, end).addLong(walkedTo).addBoolean(claim.wanted()))
                .replaceWithVoid();
    }

    /** Gives the project back at the end of a walk. Gives how long it rests. */
    Uni<Duration> finish(ScoreClaim claim, ScoreRun.End end, Duration pause) {
        return fenced(
                        claim,
                        ScoreSql.FINISH,
                        ending(claim, end).addValue(Interval.of(pause)).addBoolean(claim.wanted()))
                .map(ScoreStore::rest);
    }

    /** Forgets a project that nothing is left of in Label Studio. */
    Uni<Void> cleared(ScoreClaim claim) {
        return fenced(claim, ScoreSql.CLEARED, fence(claim)).replaceWithVoid();
    }

    /** Gives the project back after an error. Gives how long it rests; nothing if it was not ours any more. */
    Uni<Duration> breakOff(ScoreClaim claim, ScoreRun.End end, String error) {
        return execute(
                        ScoreSql.BREAK_OFF,
                        ending(claim, end).addValue(rest).addInteger(MOST_RESTS).addString(error))
                .map(ScoreStore::rest);
    }

    /** Gives the project back unharmed. */
    Uni<Void> handBack(ScoreClaim claim, ScoreRun.End end) {
        return execute(ScoreSql.HAND_BACK, ending(claim, end)).replaceWithVoid();
    }

    /** Forgets projects that are gone. */
    Uni<Void> forget() {
        return execute(ScoreSql.FORGET, Tuple.tuple()).replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return pool.inTransaction(transaction -> writes.bound(transaction, idle)
                .chain(() -> transaction.preparedQuery(sql).execute(parameters)));
    }

    private Uni<RowSet<Row>> fenced(ScoreClaim claim, String sql, Tuple parameters) {
        return execute(sql, parameters).invoke(rows -> {
            if (rows.rowCount() != 1) {
                throw new ScoresLostException(claim);
            }
        });
    }

    private static Duration rest(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Duration.ZERO
                : Duration.ofNanos((long) (rows.iterator().next().getDouble("rest") * 1e9));
    }

    private static Tuple fence(ScoreClaim claim) {
        return Tuple.tuple().addLong(claim.projectId()).addInteger(claim.attempt());
    }

    private static Tuple ending(ScoreClaim claim, ScoreRun.End end) {
        return fence(claim)
                .addBoolean(end.written())
                .addBoolean(end.unanswered())
                .addValue(claim.unansweredUntil());
    }
}
