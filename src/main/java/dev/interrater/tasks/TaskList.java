package dev.interrater.tasks;

import dev.interrater.analytics.AtOnce;
import dev.interrater.database.RowStream;
import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** The tasks of a project with the scores that backfills keep. */
@Singleton
class TaskList {
    /** How many are fetched at once where all are asked for. */
    private static final int LOT = 1_000;

    /** $1 the project, $2 the organization, $3 a dimension or null. */
    private static final String PROJECT = """
            SELECT p.methodology = 'consensus' AS consensus,
                   $3::bigint IS NULL OR EXISTS (
                       SELECT FROM agreement.dimension WHERE id = $3 AND project_id = p.id AND is_active) AS has_dimension
              FROM agreement.configured_project($1) AS p
             WHERE p.organization_id = $2
            """;

    private final CurrentCaller caller;
    private final Pool pool;
    private final RowStream stream;

    /** Each of them has a connection for as long as its client takes. */
    private final AtOnce streams = new AtOnce(4, "Lists of all tasks");

    TaskList(CurrentCaller caller, Pool pool, RowStream stream) {
        this.caller = caller;
        this.pool = pool;
        this.stream = stream;
    }

    /** So many tasks at most. Fails with an {@link ApiError} 404 when there is no such project, or dimension. */
    Uni<TaskListView> page(long projectId, TaskFilter filter, int size) {
        return isConsensus(projectId, filter)
                .chain(consensus -> pool.preparedQuery(TaskListSql.of(filter))
                        .execute(parameters(projectId, filter, consensus, size + 1L)))
                .map(rows -> page(filter, rows, size));
    }

    private static TaskListView page(TaskFilter filter, RowSet<Row> rows, int size) {
        List<Row> found =
                StreamSupport.stream(rows.spliterator(), false).limit(size).toList();
        Row last = rows.size() > size ? found.get(size - 1) : null;
        return new TaskListView(
                found.stream()
                        .filter(row -> row.getBoolean("is_there"))
                        .map(TaskScoreView::of)
                        .toList(),
                last == null
                        ? null
                        : filter.behind(last.getLong("id"), last.getDouble("score"))
                                .cursor());
    }

    /** All tasks, some at a time. */
    Uni<Multi<List<TaskScoreView>>> all(long projectId, TaskFilter filter) {
        return isConsensus(projectId, filter)
                .map(consensus -> streams.stream(() -> stream.of(
                                TaskListSql.of(filter), parameters(projectId, filter, consensus, Long.MAX_VALUE), LOT))
                        .map(rows -> {
                            List<TaskScoreView> tasks = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                if (row.getBoolean("is_there")) {
                                    tasks.add(TaskScoreView.of(row));
                                }
                            }
                            return tasks;
                        }));
    }

    private Uni<Boolean> isConsensus(long projectId, TaskFilter filter) {
        return pool.preparedQuery(PROJECT)
                .execute(Tuple.of(projectId, caller.get().organizationId(), filter.dimension()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw ApiError.notFound("No Project matches the given query.");
                    }
                    Row row = rows.iterator().next();
                    if (!row.getBoolean("has_dimension")) {
                        throw ApiError.notFound("No Dimension matches the given query.");
                    }
                    return row.getBoolean("consensus");
                });
    }

    private static Tuple parameters(long projectId, TaskFilter filter, boolean consensus, long most) {
        Long[] pair = filter.pair() == null ? new Long[2] : filter.pair();
        return Tuple.from(Arrays.asList(
                projectId,
                consensus,
                filter.minimum(),
                filter.maximum(),
                filter.dimension(),
                pair[0],
                pair[1],
                filter.label(),
                filter.after(),
                filter.afterScore(),
                most));
    }
}
