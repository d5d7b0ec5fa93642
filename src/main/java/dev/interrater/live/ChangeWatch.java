package dev.interrater.live;

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
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Looks for changes of Label Studio's rows by their dates. A date is written by a transaction that may commit late, so what is settled moves
 * on only when every transaction that wrote anything by then has ended (its number is below the oldest that runs); and each look goes back
 * behind that by some slack, because the date may be older than its transaction. Where it is much older, for Label Studio's clock was set
 * back, the number of its transaction tells that it is new; a search for those reads a day's dates, and rests for fifty times as long as it
 * took. What a look has found before, in the same version, is no news. That is remembered here alone: another watcher finds it once more,
 * which costs a comparison that finds nothing.
 */
@Singleton
class ChangeWatch {
    /** How many changed tasks are noticed one by one. */
    private static final int MOST = 20_000;

    /** How many looks are remembered while an old transaction runs. */
    private static final int LOOKS = 1_000;

    /** A search for late dates rests for so many times as long as it took. */
    private static final int RESTS = 50;

    private final LiveStore store;
    private final JobPool pool;
    private final LiveMetrics metrics;
    private final Interval slack;
    private final Duration pace;
    private final String name = UUID.randomUUID().toString();

    /**
     * A look.
     *
     * @param number of its transaction: those with a higher one began to write after this moment. (A snapshot's xmax would not do, for there
     *     may be transactions beyond it that have begun.)
     */
    private record Look(OffsetDateTime moment, long number) {}

    private final Deque<Look> looks = new ArrayDeque<>();
    private OffsetDateTime settled;

    /**
     * The number of the next transaction, if nobody else was writing during the look before and all that was written has been searched for
     * late dates; else null.
     */
    private Long next;

    /** Until when there is nothing to do unless somebody writes, as {@link System#nanoTime} has it. */
    private long idleUntil;

    /** From which transaction on late dates are to be searched for: the oldest that ran during the search before; null before there was one. */
    private Long searched;

    /** When late dates may be searched for again, as {@link System#nanoTime} has it. */
    private volatile long searchAt = System.nanoTime();

    private Known known = Known.NOTHING;

    /**
     * What a look found, by ID, with the version that it had.
     *
     * @param tasks those that changed
     * @param projects those of which something that tasks are compared by may have changed
     * @param crowds projects of changed tasks, where these were too many
     */
    private record Known(Map<Long, Long> tasks, Map<Long, Long> projects, Map<Long, Long> crowds) {
        static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of());
    }

    ChangeWatch(LiveStore store, JobPool pool, LiveMetrics metrics, LiveConfig config) {
        this.store = store;
        this.pool = pool;
        this.metrics = metrics;
        this.slack = Interval.of(config.slack());
        this.pace = config.sweep();
    }

    /**
     * What there is to do.
     *
     * @param isChanged whether tasks are to be compared
     * @param isDue whether projects are to be looked at as a whole
     */
    record Found(boolean isChanged, boolean isDue) {}

    /**
     * Looks once, if nobody else does. One at a time.
     *
     * @param lease for how long nobody else will
     */
    Uni<Found> look(Duration lease) {
        return look(lease, System.nanoTime() - searchAt >= 0);
    }

    /** @param isSearch whether for late dates, too */
    Uni<Found> look(Duration lease, boolean isSearch) {
        return next == null || System.nanoTime() - idleUntil >= 0
                ? lookForChanges(lease, isSearch)
                : lookAgain(lease)
                        .chain(isQuiet -> isQuiet
                                ? Uni.createFrom().item(new Found(false, false))
                                : lookForChanges(lease, isSearch));
    }

    /** One short statement, for this is all that is done while nobody writes. False if there is more to be done. */
    private Uni<Boolean> lookAgain(Duration lease) {
        return pool.execute(LiveSql.LOOK_AGAIN, Tuple.of(name, Interval.of(lease), settled, next))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return false;
                    }
                    Row row = rows.iterator().next();
                    long number = row.getLong("number");
                    settle(row.getOffsetDateTime("moment"), number, row.getLong("oldest"));
                    // Somebody may have begun to write between the snapshot and this.
                    next = number == next ? number + 1 : null;
                    return true;
                });
    }

    private Uni<Found> lookForChanges(Duration lease, boolean isSearch) {
        long began = System.nanoTime();
        return store.inTransaction(transaction -> LiveStore.execute(
                                transaction,
                                LiveSql.LOOK,
                                Tuple.tuple()
                                        .addString(name)
                                        .addValue(Interval.of(lease))
                                        .addValue(settled)
                                        .addValue(slack)
                                        .addInteger(MOST + 1)
                                        .addValue(Interval.of(pace))
                                        .addLong(next)
                                        .addBoolean(isSearch)
                                        .addLong(searched))
                        .chain(rows -> look(transaction, rows)))
                .invoke(look -> {
                    // Only now it is committed.
                    known = look.known();
                    next = look.isAlone() && (isSearch || !look.isWritten()) ? look.number() + 1 : null;
                    idleUntil = began + look.idle().toNanos();
                    settle(look);
                    if (isSearch && look.number() != null && !look.isBusy()) {
                        searched = look.oldest();
                    }
                })
                // However it ended: a search that takes longer than it may must not keep each further look from its
                // changes.
                .onTermination()
                .invoke(() -> {
                    if (isSearch) {
                        long now = System.nanoTime();
                        searchAt = now + (now - began) * RESTS;
                    }
                })
                .map(Committed::found);
    }

    /**
     * What a look came to.
     *
     * @param number of its transaction; null where another process is the watcher
     * @param isWritten whether anything may have been written since the look before
     * @param isBusy whether some of the changes are left to the next look
     * @param idle for how long there is nothing to do unless somebody writes
     */
    private record Committed(
            OffsetDateTime moment,
            long oldest,
            Long number,
            boolean isWritten,
            boolean isBusy,
            Known known,
            Duration idle,
            Found found) {
        /** Whether all that was written is committed and noticed: nobody ran when the look began, nor began before it had its number. */
        boolean isAlone() {
            return number != null && number == oldest && !isBusy;
        }
    }

    private Uni<Committed> look(SqlConnection transaction, RowSet<Row> rows) {
        Row first = rows.iterator().next();
        metrics.sweepAge(first.getDouble("sweep_age"));
        OffsetDateTime moment = first.getOffsetDateTime("moment");
        long oldest = first.getLong("oldest");
        Long number = first.getLong("number");
        boolean isChanged = first.getBoolean("is_changed");
        boolean isDue = first.getBoolean("is_due");
        Duration idle = first.getBoolean("is_idle") ? untilSweep(first.getDouble("sweep_age")) : Duration.ZERO;
        if (number == null) {
            return Uni.createFrom()
                    .item(new Committed(
                            moment,
                            oldest,
                            null,
                            false,
                            false,
                            Known.NOTHING,
                            Duration.ZERO,
                            new Found(isChanged, isDue)));
        }
        if (!first.getBoolean("is_written")) {
            return Uni.createFrom()
                    .item(new Committed(
                            moment, oldest, number, false, false, known, idle, new Found(isChanged, isDue)));
        }
        Map<Long, Long> tasks = new HashMap<>();
        Map<Long, Long> projects = new HashMap<>();
        Map<Long, Long> projectOf = new HashMap<>();
        for (Row row : rows) {
            Long project = row.getLong("project_id");
            Long task = row.getLong("task_id");
            if (project != null && task == null) {
                projects.merge(project, row.getLong("version"), Long::sum);
            } else if (project != null) {
                tasks.put(task, row.getLong("version"));
                projectOf.put(task, project);
            }
        }
        boolean crowded = tasks.size() > MOST;
        Uni<Noticed> noticed = crowded ? noticeCrowds(transaction, first) : noticeTasks(transaction, tasks, projectOf);
        return noticed.chain(now -> checkProjects(transaction, projects)
                .map(checked -> new Committed(
                        moment,
                        oldest,
                        number,
                        true,
                        now.isBusy() || checked.isBusy(),
                        new Known(crowded ? Map.of() : now.known(), checked.known(), crowded ? now.known() : Map.of()),
                        now.isNews() || checked.isNews() ? Duration.ZERO : idle,
                        new Found(
                                isChanged || !crowded && now.isNews(),
                                isDue || crowded && now.isNews() || checked.isNews()))));
    }

    /** A sweep of a project is due so long after its last one, which was so many seconds ago; a clock that was set back makes it no longer. */
    private Duration untilSweep(double age) {
        return pace.minusNanos((long) (Math.max(0, age) * 1e9));
    }

    /**
     * What was committed by a look is settled when all have ended that had begun by then. What is left to the next look is to be found
     * by it, so nothing moves on then.
     */
    private void settle(Committed look) {
        if (look.number() == null) {
            looks.clear();
            settled = null;
            searched = null;
            return;
        }
        if (!look.isBusy()) {
            settle(look.moment(), look.number(), look.oldest());
        }
    }

    private void settle(OffsetDateTime moment, long number, long oldest) {
        if (looks.size() < LOOKS) {
            looks.add(new Look(moment, number));
        }
        while (!looks.isEmpty() && looks.peek().number() <= oldest) {
            settled = looks.poll().moment();
        }
    }

    private Uni<Noticed> noticeTasks(SqlConnection transaction, Map<Long, Long> found, Map<Long, Long> projectOf) {
        return notice(
                transaction,
                found,
                known.tasks(),
                projectOf::get,
                LiveSql.NOTICE,
                news -> Tuple.tuple()
                        .addValue(Stream.of(news).map(projectOf::get).toArray(Long[]::new))
                        .addValue(news));
    }

    /** Too many to be noticed one by one: their projects are to be looked at as a whole. */
    private Uni<Noticed> noticeCrowds(SqlConnection transaction, Row look) {
        return LiveStore.execute(
                        transaction,
                        LiveSql.CHANGED_PROJECTS,
                        Tuple.of(look.getOffsetDateTime("since"), look.getLong("searched_from")))
                .chain(rows -> {
                    Map<Long, Long> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getLong("project_id"), row.getLong("version")));
                    return notice(
                            transaction,
                            found,
                            known.crowds(),
                            UnaryOperator.identity(),
                            LiveSql.WANT,
                            news -> Tuple.tuple().addValue(news));
                });
    }

    /** What any of them is compared by may have changed. */
    private Uni<Noticed> checkProjects(SqlConnection transaction, Map<Long, Long> found) {
        return notice(
                transaction,
                found,
                known.projects(),
                UnaryOperator.identity(),
                LiveSql.CHECK,
                news -> Tuple.tuple().addValue(news).addInteger(Fingerprint.RULES));
    }

    /**
     * What was noticed now or before.
     *
     * @param known all that was found but what is left to the next look
     * @param isNews whether anything was noticed now
     * @param isBusy whether anything is left to the next look
     */
    private record Noticed(Map<Long, Long> known, boolean isNews, boolean isBusy) {}

    /** Notices what was not known in this version. What is of a busy project is news to the next look, too. */
    private static Uni<Noticed> notice(
            SqlConnection transaction,
            Map<Long, Long> found,
            Map<Long, Long> before,
            UnaryOperator<Long> projectOf,
            String sql,
            Function<Long[], Tuple> parameters) {
        Long[] news = found.keySet().stream()
                .filter(id -> !found.get(id).equals(before.get(id)))
                .sorted()
                .toArray(Long[]::new);
        if (news.length == 0) {
            return Uni.createFrom().item(new Noticed(found, false, false));
        }
        return LiveStore.execute(transaction, sql, parameters.apply(news)).map(rows -> {
            Set<Long> busy = StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getLong("project_id"))
                    .collect(Collectors.toSet());
            Map<Long, Long> left = new HashMap<>(found);
            Stream.of(news).filter(id -> busy.contains(projectOf.apply(id))).forEach(left::remove);
            return new Noticed(left, found.size() - left.size() < news.length, !busy.isEmpty());
        });
    }
}
