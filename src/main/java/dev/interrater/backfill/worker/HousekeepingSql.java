package dev.interrater.backfill.worker;

/** The statements that delete what belongs to nothing any more. Rows are deleted by their place: LIMIT has no other way. */
final class HousekeepingSql {
    private HousekeepingSql() {}

    /** Some of the matrices without a dimension, $1, as they could come to be before there was a foreign key. */
    static final String REMOVE_ORPHANS = """
            WITH RECURSIVE used AS (
                (SELECT dimension_id FROM agreement.agreement_matrix ORDER BY dimension_id LIMIT 1)
                UNION ALL
                SELECT (SELECT dimension_id
                          FROM agreement.agreement_matrix
                         WHERE dimension_id > used.dimension_id
                         ORDER BY dimension_id LIMIT 1)
                  FROM used
                 WHERE dimension_id IS NOT NULL
            )
            DELETE FROM agreement.agreement_matrix
             WHERE ctid = ANY (ARRAY(
                   SELECT ctid
                     FROM agreement.agreement_matrix
                    WHERE dimension_id = ANY (ARRAY(
                          SELECT dimension_id
                            FROM used
                           WHERE NOT EXISTS (SELECT FROM agreement.dimension WHERE id = used.dimension_id)))
                    LIMIT $1
                      FOR UPDATE SKIP LOCKED))
            """;

    /** The first project with results that Label Studio has no more, by its newest job of either kind, from $1 on. */
    static final String GONE = """
            SELECT id, project_id
              FROM agreement.backfill_job job
             WHERE newest AND id >= $1 AND project_id IS NOT NULL AND status IN ('COMPLETED', 'FAILED')
               AND (EXISTS (SELECT FROM agreement.dimension WHERE project_id = job.project_id)
                    OR EXISTS (SELECT FROM agreement.task_agreement WHERE project_id = job.project_id))
               AND NOT agreement.project_exists(project_id)
             ORDER BY id LIMIT 1
            """;

    /**
     * Whether project $1 may be tidied. Asked behind {@link dev.interrater.agreement.ProjectWrites#KEEP_RESULTS}, for which a job waits that begins: so nobody
     * writes results of the project meanwhile, should it come back.
     */
    static final String IS_IDLE = """
            SELECT NOT agreement.project_exists($1)
                   AND NOT EXISTS (SELECT FROM agreement.backfill_job
                                    WHERE project_id = $1 AND status IN ('PENDING', 'QUEUED', 'RUNNING'))
            """;

    /** The newest jobs of project $1 compared by nothing that can be: should the project come back, it counts as out of date. */
    static final String FORGET = """
            UPDATE agreement.backfill_job
               SET basis = '00000000-0000-0000-0000-000000000000'
             WHERE id = ANY (ARRAY(
                       SELECT id
                         FROM agreement.backfill_job
                        WHERE project_id = $1 AND newest
                          AND basis IS DISTINCT FROM '00000000-0000-0000-0000-000000000000'
                        ORDER BY id
                          FOR UPDATE))
            """;

    /** All dimensions of project $1. */
    static final String DIMENSIONS = "SELECT ARRAY(SELECT id FROM agreement.dimension WHERE project_id = $1)";

    /** The dimensions of project $1 that have no matrices any more, its models, what somebody chose for it, and what is known of its changes. */
    static final String REMOVE_DIMENSIONS = """
            WITH models AS (
                DELETE FROM agreement.model_version WHERE project_id = $1
            ), settings AS (
                DELETE FROM agreement.project_settings WHERE project_id = $1
            ), changed AS (
                DELETE FROM agreement.changed_task WHERE project_id = $1
            ), followed AS (
                DELETE FROM agreement.followed_project WHERE project_id = $1
            )
            DELETE FROM agreement.dimension
             WHERE project_id = $1
               AND NOT EXISTS (SELECT FROM agreement.agreement_matrix WHERE dimension_id = dimension.id)
            """;
}
