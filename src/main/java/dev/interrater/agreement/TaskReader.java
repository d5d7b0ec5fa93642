package dev.interrater.agreement;

import dev.interrater.database.JobPool;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads tasks and annotations from Label Studio's tables, a page at a time. */
@Singleton
public class TaskReader {
    private static final String PROJECT = """
            SELECT organization_id, label_config, control_weights::text,
                   (SELECT system_identifier FROM pg_control_system()) AS cluster
              FROM agreement.live_project($1)
            """;

    private static final String COUNT = "SELECT count(*) FROM agreement.tasks_of($1)";

    /**
     * A page of tasks: $1 the project, $2 the last task before, $3 how many, $4 the fingerprint. No result is touched:
     * pg_column_size knows a size without fetching the value, but not how long it is when it is compressed.
     *
     * <p>The lateral subqueries are index look-ups for each task whatever the planner believes about tables that were
     * never analyzed; as joins they became scans of whole tables for every page. The arrays keep the inner order.
     */
    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT id FROM agreement.tasks_after($1, $2, $3)
            )
            SELECT page.id, c.annotators, c.annotations, c.stored, c.updates::text, c.versions::text, c.newest,
                   known.fingerprint IS NOT NULL AS kept,
                   coalesce(known.annotations = c.annotations AND known.annotation_updates = c.updates
                            AND known.annotation_versions = c.versions AND known.fingerprint = $4, false) AS up_to_date
              FROM page
              LEFT JOIN LATERAL (
                   SELECT array_agg(annotator_id) AS annotators,
                          array_agg(id) AS annotations,
                          array_agg(CASE WHEN pg_column_compression(result) IS NULL
                                         THEN coalesce(pg_column_size(result), 0) END) AS stored,
                          array_agg(updated_at) AS updates,
                          array_agg(version) AS versions,
                          max(updated_at) AS newest
                     FROM agreement.newest_annotations(page.id)
                   HAVING count(*) >= 2) AS c ON true
              LEFT JOIN LATERAL (
                   SELECT annotations, annotation_updates, annotation_versions, fingerprint
                     FROM agreement.task_agreement
                    WHERE project_id = $1 AND task_id = page.id
                    LIMIT 1) AS known ON true
             ORDER BY page.id
            """;

    private static final String LENGTHS =
            "SELECT id, octet_length(result::text) AS length FROM agreement.annotations($1)";

    private static final String RESULTS = "SELECT id, result::text AS result FROM agreement.annotations($1)";

    /**
     * Before a statement that reads a page: statistics may say that a table is empty, because it was when it was analyzed. The
     * plan, which is kept, would then scan it for each task of each page.
     */
    private static final String BY_INDEX = "SET LOCAL enable_seqscan = off";

    private final JobPool pool;
    private final ReadBudget budget;

    TaskReader(JobPool pool, ReadBudget budget) {
        this.pool = pool;
        this.budget = budget;
    }

    /** A project that is not deleted; null when there is none. */
    public Uni<ProjectSettings> project(long projectId) {
        return byIndex(PROJECT, Tuple.of(projectId)).map(rows -> {
            var iterator = rows.iterator();
            return iterator.hasNext() ? ProjectSettings.of(iterator.next()) : null;
        });
    }

    /** How many tasks a project has. */
    public Uni<Long> count(long projectId) {
        return byIndex(COUNT, Tuple.of(projectId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The tasks that follow one in the project; empty behind the last. */
    Uni<List<TaskHead>> page(long projectId, long after, int limit, UUID fingerprint) {
        return byIndex(PAGE, Tuple.of(projectId, after, limit, fingerprint))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TaskHead::of)
                        .toList());
    }

    /** How many bytes the results of annotations have when they are fetched. */
    Uni<RowSet<Row>> lengths(List<Long> annotations) {
        return byIndex(LENGTHS, ids(annotations));
    }

    /** How many bytes all results have at most that are read at once. */
    long mostBytes() {
        return budget.bytes();
    }

    /**
     * Reads the results of annotations as JSON, which have so many bytes, and keeps others from reading more than may be in
     * memory until the use of them has ended. Those deleted meanwhile are missing.
     */
    <T> Uni<T> results(List<Long> annotations, long bytes, Function<RowSet<Row>, Uni<? extends T>> use) {
        return budget.spend(bytes, () -> byIndex(RESULTS, ids(annotations)).chain(use));
    }

    private Uni<RowSet<Row>> byIndex(String sql, Tuple parameters) {
        return pool.inTransaction(transaction -> transaction
                .query(BY_INDEX)
                .execute()
                .chain(() -> transaction.preparedQuery(sql).execute(parameters)));
    }

    private static Tuple ids(List<Long> annotations) {
        return Tuple.tuple().addValue(annotations.toArray(Long[]::new));
    }
}
