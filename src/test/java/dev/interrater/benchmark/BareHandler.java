package dev.interrater.benchmark;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What the status of a job would cost without ORM and authentication: the bare SQL on the reactive client, and the same JSON.
 * As a filter before matching it is served by the same REST stack, but before authentication.
 */
class BareHandler {
    static final String PATH = "/bare/";

    private static final String SQL = "SELECT * FROM agreement.backfill_job WHERE id = $1";

    private final Pool pool;

    BareHandler(Pool pool) {
        this.pool = pool;
    }

    @ServerRequestFilter(preMatching = true)
    Uni<Response> answer(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!path.startsWith(PATH)) {
            return null;
        }
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(Long.valueOf(path.substring(PATH.length()))))
                .map(rows -> Response.ok(view(rows.iterator().next()), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private static Map<String, Object> view(Row row) {
        Map<String, Object> progress = new LinkedHashMap<>();
        for (String counter :
                new String[] {"tasks_total", "tasks_processed", "tasks_skipped", "matrices_created", "errors"}) {
            progress.put(counter, row.getLong(counter));
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("created_at", date(row, "created_at"));
        view.put("job_id", row.getLong("id"));
        view.put("project_id", row.getLong("project_id"));
        view.put("rq_job_id", row.getUUID("rq_job_id"));
        view.put("triggered_by", row.getString("triggered_by"));
        view.put("completed_at", date(row, "completed_at"));
        view.put("error_message", row.getString("error_message"));
        view.put("progress_data", progress);
        view.put("started_at", date(row, "started_at"));
        view.put("status", row.getString("status"));
        return view;
    }

    private static Object date(Row row, String column) {
        OffsetDateTime date = row.getOffsetDateTime(column);
        return date == null ? null : date.toInstant();
    }
}
