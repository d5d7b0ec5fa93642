package dev.interrater.agreement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Keeps what comparing tasks came to, in the transaction of the caller. */
@Singleton
public class MatrixStore {
    /** Arrays of arrays would be flattened by unnest, so the inner ones travel as text. */
    private static final String KEEP_TASKS = """
            INSERT INTO agreement.task_agreement
                   (project_id, task_id, pairwise, consensus, newest_annotation, annotations, annotation_updates,
                    annotation_versions, fingerprint)
            SELECT $1, task_id, pairwise, consensus, newest, annotations::bigint[], updates::timestamptz[], versions::xid[], $9
              FROM unnest($2::bigint[], $3::float8[], $4::float8[], $5::timestamptz[], $6::text[], $7::text[], $8::text[])
                   AS compared (task_id, pairwise, consensus, newest, annotations, updates, versions)
                ON CONFLICT (project_id, task_id) DO UPDATE SET
                   pairwise = excluded.pairwise, consensus = excluded.consensus,
                   newest_annotation = excluded.newest_annotation, annotations = excluded.annotations,
                   annotation_updates = excluded.annotation_updates, annotation_versions = excluded.annotation_versions,
                   fingerprint = excluded.fingerprint
            """;

    private static final String KEEP_MATRICES = """
            INSERT INTO agreement.agreement_matrix
                   (dimension_id, task_id, participants, scores, pairwise, consensus, newest_annotation, answers)
            SELECT dimension_id, task_id, participants::bigint[], scores::float8[], pairwise, consensus, newest,
                   answers::text[]
              FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::timestamptz[],
                          $8::text[])
                   AS compared (dimension_id, task_id, participants, scores, pairwise, consensus, newest, answers)
                ON CONFLICT (dimension_id, task_id) DO UPDATE SET
                   participants = excluded.participants, scores = excluded.scores, pairwise = excluded.pairwise,
                   consensus = excluded.consensus, newest_annotation = excluded.newest_annotation,
                   answers = excluded.answers
            """;

    /** $1 the project, $2 the tasks. Arrays, so that rows are looked up by key, whatever the planner believes about the tables. */
    private static final String WITHDRAW = """
            WITH matrices AS (
                DELETE FROM agreement.agreement_matrix
                 WHERE dimension_id = ANY (ARRAY(SELECT id FROM agreement.dimension WHERE project_id = $1))
                   AND task_id = ANY ($2)
            )
            DELETE FROM agreement.task_agreement WHERE project_id = $1 AND task_id = ANY ($2)
            """;

    /**
     * The same with the first $5 tasks between two of project $1, $2 excluded and $3 included, that are not among $4. As many more
     * are looked at as $4 may take away. An anti join with a limit would be planned as a loop over $4 for each task.
     */
    private static final String REMOVE_GONE = """
            WITH gone AS MATERIALIZED (
                SELECT ARRAY((SELECT task_id
                                FROM (SELECT task_id
                                        FROM agreement.task_agreement
                                       WHERE project_id = $1 AND task_id > $2 AND task_id <= $3
                                       ORDER BY task_id LIMIT $5::integer + cardinality($4::bigint[])) AS kept
                              EXCEPT
                              SELECT unnest($4::bigint[]))
                              LIMIT $5::integer) AS tasks
            ), matrices AS (
                DELETE FROM agreement.agreement_matrix
                 WHERE dimension_id = ANY (ARRAY(SELECT id FROM agreement.dimension WHERE project_id = $1))
                   AND task_id = ANY ((SELECT tasks FROM gone)::bigint[])
            )
            DELETE FROM agreement.task_agreement WHERE project_id = $1 AND task_id = ANY ((SELECT tasks FROM gone)::bigint[])
            """;

    /** How many gone tasks one transaction removes. */
    private static final int CHUNK = 5_000;

    /** Keeps what a page came to. What is kept of other tasks stays. */
    public Uni<Void> keep(SqlConnection transaction, AgreementRows rows) {
        Uni<?> done = Uni.createFrom().voidItem();
        if (rows.withdrawn().length > 0) {
            done = done.chain(() -> execute(transaction, WITHDRAW, Tuple.of(rows.projectId(), rows.withdrawn())));
        }
        if (rows.tasks() != null) {
            done = done.chain(() -> execute(transaction, KEEP_TASKS, rows.tasks()));
        }
        if (rows.matrices() != null) {
            done = done.chain(() -> execute(transaction, KEEP_MATRICES, rows.matrices()));
        }
        return done.replaceWithVoid();
    }

    /**
     * Deletes what is kept about tasks between two of a project that do not exist any more, or the first thousands of them.
     *
     * @param after the task before them
     * @param last the last that may be one of them
     * @param existing those between that do exist
     * @return false if there may be more, for the next transaction
     */
    public Uni<Boolean> removeGone(SqlConnection transaction, long projectId, long after, long last, Long[] existing) {
        return execute(transaction, REMOVE_GONE, Tuple.of(projectId, after, last, existing, CHUNK))
                .map(removed -> removed < CHUNK);
    }

    private static Uni<Integer> execute(SqlConnection transaction, String sql, Tuple parameters) {
        return transaction.preparedQuery(sql).execute(parameters).map(SqlResult::rowCount);
    }
}
