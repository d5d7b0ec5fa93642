package dev.interrater.live;

import dev.interrater.dimension.Fingerprint;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Looks for changes of Label Studio's rows by their dates. A date is written by a transaction that may commit late, so what is settled moves
 * on only when every transaction that wrote anything by then has ended (its number is below the oldest that runs); and each look goes back
 * behind that by some slack, because the date may be older than its transaction. What a look has found before, in the same version, is no
 * news. That is remembered here alone: another watcher finds it once more, which costs a comparison that finds nothing.
 */
@Singleton
class ChangeWatch {
    /** How many changed tasks are noticed one by one. */
    private static final int MOST = 20_000;

    /** How many looks are remembered while an old transaction runs. */
    private static final int LOOKS = 1_000;

    private final LiveStore store;
    private final LiveMetrics metrics;
    private final Interval lease;
    private final Interval slack;
    private final Interval pace;
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

    ChangeWatch(LiveStore store, LiveMetrics metrics, LiveConfig config) {
        this.store = store;
        this.metrics = metrics;
        this.lease = LiveStore.interval(config.poll().multipliedBy(3));
        this.slack = LiveStore.interval(config.slack());
        this.pace = LiveStore.interval(config.sweep());
    }

    /**
     * What there is to do.
     *
     * @param isChanged whether tasks are to be compared
     * @param isDue whether projects are to be looked at as a whole
     */
    record Found(boolean isChanged, boolean isDue) {}

    /** Looks once, if nobody else does. One at a time. */
    Uni<Found> look() {
        return store.inTransaction(transaction -> LiveStore.execute(
                                transaction, LiveSql.LOOK, Tuple.of(name, lease, settled, slack, MOST + 1, pace))
                        .chain(rows -> look(transaction, rows)))
                .invoke(look -> {
                    // Only now it is committed.
                    known = look.known();
                    settle(look.row());
                })
                .map(Committed::found);
    }

    private record Committed(Row row, Known known, Found found) {}

    private Uni<Committed> look(SqlConnection transaction, RowSet<Row> rows) {
        Row first = rows.iterator().next();
        metrics.sweepAge(first.getDouble("sweep_age"));
        boolean isChanged = first.getBoolean("is_changed");
        boolean isDue = first.getBoolean("is_due");
        if (first.getOffsetDateTime("since") == null) {
            return Uni.createFrom().item(new Committed(first, Known.NOTHING, new Found(isChanged, isDue)));
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
        Uni<Map<Long, Long>> noticed = crowded
                ? noticeCrowds(transaction, first.getOffsetDateTime("since"))
                : noticeTasks(transaction, tasks, projectOf);
        return noticed.chain(now -> checkProjects(transaction, projects)
                .map(checked -> new Committed(
                        first,
                        new Known(crowded ? Map.of() : now, checked, crowded ? now : Map.of()),
                        new Found(
                                isChanged || !crowded && isNews(now, known.tasks()),
                                isDue
                                        || isNews(crowded ? now : Map.of(), known.crowds())
                                        || isNews(checked, known.projects())))));
    }

    /** What was committed by a look is settled when all have ended that had begun by then. */
    private void settle(Row look) {
        if (look.getOffsetDateTime("since") == null) {
            looks.clear();
            settled = null;
            return;
        }
        if (looks.size() < LOOKS) {
            looks.add(new Look(look.getOffsetDateTime("moment"), look.getLong("number")));
        }
        while (!looks.isEmpty() && looks.peek().number() <= look.getLong("oldest")) {
            settled = looks.poll().moment();
        }
    }

    /** Those of the tasks that were known, or are noticed now. */
    private Uni<Map<Long, Long>> noticeTasks(
            SqlConnection transaction, Map<Long, Long> found, Map<Long, Long> projectOf) {
        Long[] news = news(found, known.tasks());
        Long[] of = Stream.of(news).map(projectOf::get).toArray(Long[]::new);
        return visit(transaction, LiveSql.NOTICE, Tuple.tuple().addValue(of).addValue(news), news)
                .map(visited -> without(found, known.tasks(), id -> visited.contains(projectOf.get(id))));
    }

    /** Too many to be noticed one by one: their projects are to be looked at as a whole. Those for which that is noticed now, or was. */
    private Uni<Map<Long, Long>> noticeCrowds(SqlConnection transaction, OffsetDateTime since) {
        return LiveStore.execute(transaction, LiveSql.CHANGED_PROJECTS, Tuple.of(since))
                .chain(rows -> {
                    Map<Long, Long> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getLong("project_id"), row.getLong("version")));
                    Long[] news = news(found, known.crowds());
                    return visit(transaction, LiveSql.WANT, Tuple.tuple().addValue(news), news)
                            .map(visited -> without(found, known.crowds(), visited::contains));
                });
    }

    /** What any of them is compared by may have changed. Those that were checked, now or before. */
    private Uni<Map<Long, Long>> checkProjects(SqlConnection transaction, Map<Long, Long> found) {
        Long[] news = news(found, known.projects());
        return visit(transaction, LiveSql.CHECK, Tuple.tuple().addValue(news).addInteger(Fingerprint.RULES), news)
                .map(visited -> without(found, known.projects(), visited::contains));
    }

    private static Long[] news(Map<Long, Long> found, Map<Long, Long> before) {
        return found.keySet().stream()
                .filter(id -> !found.get(id).equals(before.get(id)))
                .sorted()
                .toArray(Long[]::new);
    }

    private static boolean isNews(Map<Long, Long> found, Map<Long, Long> before) {
        return found.keySet().stream().anyMatch(id -> !found.get(id).equals(before.get(id)));
    }

    /** Those that are news and were not visited are news to the next look, too. */
    private static Map<Long, Long> without(Map<Long, Long> found, Map<Long, Long> before, LongPredicate visited) {
        Map<Long, Long> left = new HashMap<>(found);
        left.keySet().removeIf(id -> !found.get(id).equals(before.get(id)) && !visited.test(id));
        return left;
    }

    /** The projects whose rows a statement could lock. The others are busy, or nobody follows them. */
    private static Uni<Set<Long>> visit(SqlConnection transaction, String sql, Tuple parameters, Long[] news) {
        return news.length == 0
                ? Uni.createFrom().item(Set.of())
                : LiveStore.execute(transaction, sql, parameters)
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getLong("project_id"))
                                .collect(Collectors.toSet()));
    }
}
