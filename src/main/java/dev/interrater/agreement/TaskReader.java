package dev.interrater.agreement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads tasks and annotations from Label Studio's tables, a page at a time. */
@Singleton
public class TaskReader {
    /** The shadow column stands for deleted_at where Label Studio is older than that. */
    private static final String PROJECT = """
            SELECT p.organization_id::bigint, p.label_config, p.control_weights::text
              FROM (SELECT NULL::timestamptz AS deleted_at) AS older
             CROSS JOIN LATERAL (
                   SELECT organization_id, label_config, control_weights, deleted_at FROM project WHERE id = $1) AS p
             WHERE p.deleted_at IS NULL
            """;

    private static final String COUNT = "SELECT count(*) FROM task WHERE project_id = $1";

    /**
     * A page of tasks: $1 the project, $2 the last task before, $3 how many, $4 the fingerprint. Skipped annotations and
     * those of deleted users do not count. No result is touched: pg_column_size knows a size without fetching the value.
     */
    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT id FROM task WHERE project_id = $1 AND id > $2 ORDER BY id LIMIT $3
            ), newest AS (
                SELECT DISTINCT ON (a.task_id, a.completed_by_id)
                       a.task_id, a.completed_by_id, a.id, a.updated_at, coalesce(pg_column_size(a.result), 0) AS stored
                  FROM page JOIN task_completion a ON a.task_id = page.id
                 WHERE NOT a.was_cancelled AND a.completed_by_id IS NOT NULL
                 ORDER BY a.task_id, a.completed_by_id, a.updated_at DESC, a.id DESC
            ), compared AS (
                SELECT task_id,
                       array_agg(completed_by_id::bigint ORDER BY completed_by_id) AS annotators,
                       array_agg(id::bigint ORDER BY completed_by_id) AS annotations,
                       array_agg(stored ORDER BY completed_by_id) AS stored,
                       array_agg(updated_at ORDER BY completed_by_id) AS updates,
                       max(updated_at) AS newest
                  FROM newest
                 GROUP BY task_id
                HAVING count(*) >= 2
            )
            SELECT page.id::bigint, c.annotators, c.annotations, c.stored, c.updates::text, c.newest,
                   coalesce(known.annotations = c.annotations AND known.annotation_updates = c.updates
                            AND known.fingerprint = $4, false) AS up_to_date
              FROM page
              LEFT JOIN compared c ON c.task_id = page.id
              LEFT JOIN agreement.task_agreement known ON known.project_id = $1 AND known.task_id = page.id
             ORDER BY page.id
            """;

    private static final String LENGTHS =
            "SELECT id::bigint, octet_length(result::text) AS length FROM task_completion WHERE id = ANY ($1)";

    private static final String RESULTS =
            "SELECT id::bigint, result::text AS result FROM task_completion WHERE id = ANY ($1)";

    private final Pool pool;

    TaskReader(Pool pool) {
        this.pool = pool;
    }

    /** A project that is not deleted; null when there is none. */
    public Uni<ProjectSettings> project(long projectId) {
        return pool.preparedQuery(PROJECT).execute(Tuple.of(projectId)).map(rows -> {
            var iterator = rows.iterator();
            return iterator.hasNext() ? ProjectSettings.of(iterator.next()) : null;
        });
    }

    /** How many tasks a project has. */
    public Uni<Long> count(long projectId) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(projectId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The tasks that follow one in the project; empty behind the last. */
    Uni<List<TaskHead>> page(long projectId, long after, int limit, UUID fingerprint) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(projectId, after, limit, fingerprint))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TaskHead::of)
                        .toList());
    }

    /** How many bytes the results of annotations have when they are fetched. */
    Uni<RowSet<Row>> lengths(List<Long> annotations) {
        return pool.preparedQuery(LENGTHS).execute(ids(annotations));
    }

    /** The results of annotations as JSON. Those deleted meanwhile are missing. */
    Uni<RowSet<Row>> results(List<Long> annotations) {
        return pool.preparedQuery(RESULTS).execute(ids(annotations));
    }

    private static Tuple ids(List<Long> annotations) {
        return Tuple.tuple().addValue(annotations.toArray(Long[]::new));
    }
}
