package dev.interrater.tasks;

import dev.interrater.analytics.AtOnce;
import dev.interrater.database.RowStream;
import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** The tasks of a project with the scores that backfills keep. */
@Singleton
class TaskList {
    /** Whether a task that a list has come by is one that is asked for. */
    static final String IS_LISTED = "is_listed";

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

    /**
     * So many tasks at most, and fewer where those that are asked for are far between. Fails with an {@link ApiError} 404 when there is no such
     * project, or dimension.
     */
    Uni<TaskListView> page(long projectId, TaskFilter filter, int size) {
        return isConsensus(projectId, filter)
                .chain(consensus -> page(projectId, filter.begun(), consensus, new TaskPage(filter, size)));
    }

    private Uni<TaskListView> page(long projectId, TaskFilter from, boolean consensus, TaskPage page) {
        return pool.preparedQuery(TaskListSql.some(from, consensus))
                .execute(parameters(projectId, from, consensus).addLong((long) page.lot()))
                .map(page::add)
                .chain(next ->
                        next == null ? Uni.createFrom().item(page.view()) : page(projectId, next, consensus, page));
    }

    /** All tasks, some at a time. */
    Uni<Multi<List<TaskScoreView>>> all(long projectId, TaskFilter filter) {
        return isConsensus(projectId, filter)
                .map(consensus -> streams.stream(() -> stream.of(
                                TaskListSql.all(filter, consensus),
                                parameters(projectId, filter.begun(), consensus),
                                LOT))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .filter(row -> row.getBoolean(IS_LISTED))
                                .map(TaskScoreView::of)
                                .toList()));
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

    private static Tuple parameters(long projectId, TaskFilter filter, boolean consensus) {
        Long[] pair = filter.pair() == null ? new Long[2] : filter.pair();
        return Tuple.from(Arrays.asList(
                projectId,
                consensus,
                filter.least(),
                filter.highest(),
                filter.dimension(),
                pair[0],
                pair[1],
                filter.label(),
                filter.after(),
                filter.afterScore()));
    }
}
