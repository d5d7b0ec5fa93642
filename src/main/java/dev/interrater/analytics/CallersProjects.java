package dev.interrater.analytics;

import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Asks about projects of the caller's organization. A statement has the project as $1 and the organization as $2, and a row at
 * least when the organization has the project.
 */
@Singleton
class CallersProjects {
    /**
     * The planner is to know which project it is, for one that has nearly all tasks of the database is read in another way than one that has
     * few. A plan for any project would read all annotations of all of them for a small one beside a large one.
     */
    static final String FOR_THIS_PROJECT = "SET LOCAL plan_cache_mode = force_custom_plan";

    private final CurrentCaller caller;
    private final Pool pool;

    /** For statements that go over all annotations or predictions of a project. */
    private final AtOnce passes = new AtOnce(4, "Statistics");

    CallersProjects(CurrentCaller caller, Pool pool) {
        this.caller = caller;
        this.pool = pool;
    }

    /** The rows of a statement with these parameters from $3 on. Fails with an {@link ApiError} 404 when there is no such project. */
    Uni<List<Row>> rows(String sql, long projectId, Object... parameters) {
        return rows(pool, sql, all(projectId, parameters));
    }

    private Tuple all(long projectId, Object... parameters) {
        Tuple all = Tuple.of(projectId, caller.get().organizationId());
        for (Object parameter : parameters) {
            all.addValue(parameter);
        }
        return all;
    }

    private static Uni<List<Row>> rows(SqlClient client, String sql, Tuple parameters) {
        return client.preparedQuery(sql).execute(parameters).map(rows -> {
            if (rows.size() == 0) {
                throw ApiError.notFound("No Project matches the given query.");
            }
            return StreamSupport.stream(rows.spliterator(), false).toList();
        });
    }

    /** The same for a statement with one row. */
    Uni<Row> row(String sql, long projectId, Object... parameters) {
        return rows(sql, projectId, parameters).map(rows -> rows.get(0));
    }

    /**
     * The same for a statement that goes over all that a project has, which it names as $1 wherever it does. Fails with 503 when too many do so
     * at once.
     */
    Uni<List<Row>> pass(String sql, long projectId, Object... parameters) {
        Tuple all = all(projectId, parameters);
        return passes.run(() -> pool.withTransaction(
                transaction -> transaction.query(FOR_THIS_PROJECT).execute().chain(() -> rows(transaction, sql, all))));
    }
}
