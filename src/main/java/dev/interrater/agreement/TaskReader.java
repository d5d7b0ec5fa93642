package dev.interrater.agreement;

import dev.interrater.database.JobPool;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
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

    private static final String ALL = "agreement.tasks_after($1, $2, $3)";

    private static final String AMONG = """
            (SELECT existing.id
               FROM (SELECT DISTINCT id FROM unnest($%d::bigint[]) AS id WHERE id > $2) AS asked
              CROSS JOIN LATERAL agreement.task_of($1, asked.id) AS existing
              ORDER BY existing.id LIMIT $3) AS page_of""";

    private static final String ANSWERS = "agreement.newest_answers(page.id)";

    private static final String PREDICTED_ANSWERS = """
            (SELECT ($6::bigint[])[array_position($5::text[], model)] AS participant, -id AS id, updated_at, version, result
               FROM agreement.newest_predictions(page.id, $5)
              UNION ALL
             SELECT * FROM agreement.newest_answers(page.id)
              ORDER BY participant) AS answers""";

    /**
     * A page of tasks: $1 the project, $2 the last task before, $3 how many, $4 the fingerprints. No result is touched:
     * pg_column_size knows a size without fetching the value, but not how long it is when it is compressed.
     *
     * <p>The lateral subqueries are index look-ups for each task whatever the planner believes about tables that were
     * never analyzed; as joins they became scans of whole tables for every page. The arrays keep the inner order.
     */
    private static final String PAGE = page(ALL, ANSWERS);

    /** The same with models: $5 their versions, $6 the participants that these are. A prediction has a minus. */
    private static final String PREDICTED_PAGE = page(ALL, PREDICTED_ANSWERS);

    /** The same of those among the tasks $5. */
    private static final String PAGE_AMONG = page(AMONG.formatted(5), ANSWERS);

    /** The same of those among the tasks $7. */
    private static final String PREDICTED_PAGE_AMONG = page(AMONG.formatted(7), PREDICTED_ANSWERS);

    private static String page(String tasks, String answers) {
        return """
                WITH page AS MATERIALIZED (
                    SELECT id FROM %s
                )
                SELECT page.id, c.participants, c.annotations, c.stored, c.updates::text, c.versions::text, c.newest,
                       known.fingerprint IS NOT NULL AS kept,
                       coalesce(known.annotations = c.annotations AND known.annotation_updates = c.updates
                                AND known.annotation_versions = c.versions AND known.participants = c.participants
                                AND known.fingerprint = ANY ($4), false) AS up_to_date,
                       coalesce(known.pairwise IS NOT NULL OR cardinality(array_remove(known.scores, NULL)) > 0, false) AS scored
                  FROM page
                  LEFT JOIN LATERAL (
                       SELECT array_agg(participant) AS participants,
                              array_agg(id) AS annotations,
                              array_agg(CASE WHEN pg_column_compression(result) IS NULL
                                             THEN coalesce(pg_column_size(result), 0) END) AS stored,
                              array_agg(updated_at) AS updates,
                              array_agg(version) AS versions,
                              max(updated_at) AS newest
                         FROM %s
                       HAVING count(*) > 0) AS c ON true
                  LEFT JOIN LATERAL (
                       SELECT participants, scores, pairwise, annotations, annotation_updates, annotation_versions, fingerprint
                         FROM agreement.task_agreement
                        WHERE project_id = $1 AND task_id = page.id
                        LIMIT 1) AS known ON true
                 ORDER BY page.id
                """.formatted(tasks, answers);
    }

    private static final String LENGTHS =
            "SELECT id, octet_length(result::text) AS length FROM agreement.annotations($1)";

    /** $2 predictions; both have their IDs as a page has them. */
    private static final String PREDICTED_LENGTHS = LENGTHS + """
             UNION ALL
            SELECT -id, octet_length(result::text) FROM agreement.predictions($2)
            """;

    private static final String RESULTS = "SELECT id, result::text AS result FROM agreement.annotations($1)";

    private static final String PREDICTED_RESULTS = RESULTS + """
             UNION ALL
            SELECT -id, result::text FROM agreement.predictions($2)
            """;

    /** $1 the project, $2 how many at most: those that are new get numbers. All are read in the order of participants. */
    private static final String MODELS = """
            WITH newest AS MATERIALIZED (
                SELECT version FROM agreement.model_versions_of($1, $2)
            ), numbered AS (
                INSERT INTO agreement.model_version (project_id, version)
                SELECT $1, version FROM newest
                    ON CONFLICT (project_id, version) DO UPDATE SET version = excluded.version
                RETURNING id, version
            )
            SELECT array_agg(version ORDER BY id) AS versions, array_agg(-id ORDER BY id) AS participants FROM numbered
            """;

    /**
     * Before a statement that reads a page: statistics may say that a table is empty, because it was when it was analyzed. The
     * plan, which is kept, would then scan it for each task of each page.
     */
    private static final String BY_INDEX = "SET LOCAL enable_seqscan = off";

    private final Function<Function<SqlConnection, Uni<RowSet<Row>>>, Uni<RowSet<Row>>> transactions;
    private final ReadBudget budget;

    @Inject
    TaskReader(JobPool pool, ReadBudget budget) {
        this(pool::inTransaction, budget);
    }

    /** One that reads in transactions of another kind than those of jobs. */
    TaskReader(Function<Function<SqlConnection, Uni<RowSet<Row>>>, Uni<RowSet<Row>>> transactions, ReadBudget budget) {
        this.transactions = transactions;
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

    /** The versions of models that predicted in a project last, so many at most. New ones become participants. */
    public Uni<ModelVersions> models(long projectId, int most) {
        return byIndex(MODELS, Tuple.of(projectId, most)).map(rows -> {
            Row row = rows.iterator().next();
            String[] versions = row.getArrayOfStrings("versions");
            return versions == null
                    ? ModelVersions.NONE
                    : new ModelVersions(versions, row.getArrayOfLongs("participants"));
        });
    }

    /**
     * The tasks that follow one in the project; empty behind the last.
     *
     * @param among the IDs of those that are asked for; null: all
     */
    Uni<List<TaskHead>> page(long projectId, long after, int limit, ProjectComparison comparison, Long[] among) {
        ModelVersions models = comparison.models();
        Tuple parameters = Tuple.of(projectId, after, limit, comparison.fingerprints());
        if (!models.isEmpty()) {
            parameters.addValue(models.versions()).addValue(models.participants());
        }
        if (among != null) {
            parameters.addValue(among);
        }
        String sql = among == null
                ? models.isEmpty() ? PAGE : PREDICTED_PAGE
                : models.isEmpty() ? PAGE_AMONG : PREDICTED_PAGE_AMONG;
        return byIndex(sql, parameters)
                .map(page -> StreamSupport.stream(page.spliterator(), false)
                        .map(TaskHead::of)
                        .toList());
    }

    /** How many bytes the results of annotations have when they are fetched. */
    Uni<RowSet<Row>> lengths(List<Long> annotations) {
        return byIndex(LENGTHS, PREDICTED_LENGTHS, annotations);
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
        return budget.spend(
                bytes, () -> byIndex(RESULTS, PREDICTED_RESULTS, annotations).chain(use));
    }

    /** By one statement if they are annotations alone, by the other if there are predictions among them. */
    private Uni<RowSet<Row>> byIndex(String sql, String predicted, List<Long> ids) {
        Long[] annotations = ids.stream().filter(id -> id > 0).toArray(Long[]::new);
        Long[] predictions = ids.stream().filter(id -> id < 0).map(id -> -id).toArray(Long[]::new);
        Tuple parameters = Tuple.tuple().addValue(annotations);
        return predictions.length == 0
                ? byIndex(sql, parameters)
                : byIndex(predicted, parameters.addValue(predictions));
    }

    private Uni<RowSet<Row>> byIndex(String sql, Tuple parameters) {
        return transactions.apply(transaction -> transaction
                .query(BY_INDEX)
                .execute()
                .chain(() -> transaction.preparedQuery(sql).execute(parameters)));
    }
}
