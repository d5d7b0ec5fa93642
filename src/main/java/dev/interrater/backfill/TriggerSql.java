package dev.interrater.backfill;

/**
 * The statements that queue jobs. In all of them $1 is the organization and $2 the kind; where they insert, $3 and $4 are ID and
 * e-mail of who asks.
 */
final class TriggerSql {
    /** How many projects one call queues by number, and how many jobs an answer lists: some megabyte. */
    static final int MAX_LISTED = 10_000;

    private TriggerSql() {}

    /** A statement of its own, so that the next one sees what the call before has committed. */
    static final String TAKE_TURN =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('backfill trigger ' || $2::text, $1::bigint))";

    // The organization's projects, with the status of the newest job of the kind, null where there is none. A scalar
    // subquery by the project's ID alone: joined, as long as the statistics do not know of the jobs queued a moment
    // ago, each project would be compared with each job.
    private static final String PROJECTS = """
            WITH candidate AS NOT MATERIALIZED (
                SELECT p.id,
                       (SELECT CASE WHEN job.organization_id = $1 THEN job.status END
                          FROM agreement.backfill_job job
                         WHERE job.project_id = p.id AND job.kind = $2 AND job.newest
                         LIMIT 1) AS status
                  FROM agreement.live_projects_of($1) p
            )
            """;

    // Inserted in ascending project, and passed over when a job of the project and the kind is in flight by now.
    private static final String INSERT = """
            , queued AS (
                INSERT INTO agreement.backfill_job
                       (organization_id, kind, project_id, status, rq_job_id, triggered_by_id, triggered_by)
                SELECT $1, $2::text, candidate.id, 'QUEUED', gen_random_uuid(), $3::bigint, $4::text
                  FROM candidate
            """;
    private static final String LIST = """
                ON CONFLICT (project_id, kind) WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NOT NULL
                DO NOTHING
                RETURNING id, rq_job_id, project_id
            )
            SELECT id, rq_job_id, project_id, count(*) OVER () AS total FROM queued ORDER BY project_id LIMIT
            """ + MAX_LISTED;

    /** Queues project $5, unless a job of it is in flight. */
    static final String QUEUE_PROJECT = """
            WITH candidate AS (
                SELECT p.id FROM agreement.live_project($5) p WHERE p.organization_id = $1
            )
            """ + INSERT + LIST;

    /** Queues the next projects without a job: $5 how many. */
    static final String QUEUE_NEXT =
            PROJECTS + INSERT + "WHERE candidate.status IS NULL ORDER BY candidate.id LIMIT $5::bigint " + LIST;

    /**
     * Queues all that is not completed by the rules of comparing, $5. A job of before the basis was noted has none, and counts as up to
     * date.
     */
    static final String QUEUE_ALL = PROJECTS + INSERT + """
            WHERE candidate.status IS DISTINCT FROM 'COMPLETED'
               OR EXISTS (SELECT FROM agreement.backfill_job job
                           WHERE job.project_id = candidate.id AND job.kind = $2 AND job.newest
                             AND job.basis <> agreement.comparison_basis($5::integer, candidate.id))
            ORDER BY candidate.id
            """ + LIST;

    /** No row when there is no project $3, and in it the job that is in flight, whoever asked for it. */
    static final String IN_FLIGHT = """
            SELECT job.id, job.organization_id
              FROM agreement.live_project($3) project
              LEFT JOIN agreement.backfill_job job
                     ON job.project_id = $3 AND job.kind = $2 AND job.status IN ('PENDING', 'QUEUED', 'RUNNING')
             WHERE project.organization_id = $1
            """;

    /** How many projects have no job, and how many are done. */
    static final String COUNT = PROJECTS + """
            SELECT count(*) FILTER (WHERE status IS NULL) AS remaining,
                   count(*) FILTER (WHERE status = 'COMPLETED') AS completed
              FROM candidate
            """;

    /**
     * Locks all jobs that a call for all projects may change, before it changes one, and in ascending ID like everybody who locks
     * several. Each change of a job locks the tally of its organization and kind, and whoever has that waits for no job any more.
     */
    static final String LOCK = """
            WITH locked AS MATERIALIZED (
                SELECT FROM agreement.backfill_job WHERE organization_id = $1 AND kind = $2 AND newest ORDER BY id FOR UPDATE
            )
            SELECT count(*) FROM locked
            """;
}
