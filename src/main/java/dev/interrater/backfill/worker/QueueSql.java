package dev.interrater.backfill.worker;

/**
 * The statements that move jobs. The database's clock judges every lease. All of a worker's writes end in the same fence,
 * {@code id = $1 AND status = 'RUNNING' AND attempt = $2}: no row means that the job is not this worker's any more.
 */
final class QueueSql {
    /** How many times as long as the first rest the longest one is. */
    static final int MOST_RESTS = 128;

    private QueueSql() {}

    /**
     * Takes a job that need neither rest nor wait for another one of its project: $1 the worker's name, $2 the lease, $3 the longest rest. One that is to rest for longer was
     * put to rest before the clock was set back. The organization with the fewest running jobs comes first, then the
     * one that has waited longest; so 10,000 jobs of one do not make another wait for all of them.
     *
     * <p>Jobs of a project take turns, for they write the same rows: one waits for the other that runs, or that was asked for
     * before it and need not rest. Two claims that do not know of each other may still take both; then the unique index of running
     * jobs refuses the later one.
     *
     * <p>"waiting" skips from organization to organization in the index, so its cost does not grow with the queue. The
     * subquery that locks is materialized, lest the planner run it again for each row it updates, and lock more jobs
     * than one; the nested loop over the sorted organizations ends at the first job that nobody else has locked.
     */
    static final String CLAIM = """
            WITH RECURSIVE waiting AS (
                (SELECT organization_id, id, created_at
                   FROM agreement.backfill_job
                  WHERE status = 'QUEUED'
                  ORDER BY organization_id, id LIMIT 1)
                UNION ALL
                SELECT following.*
                  FROM waiting
                 CROSS JOIN LATERAL (
                       SELECT organization_id, id, created_at
                         FROM agreement.backfill_job
                        WHERE status = 'QUEUED' AND organization_id > waiting.organization_id
                        ORDER BY organization_id, id LIMIT 1) following
            ), turns AS (
                SELECT organization_id
                  FROM waiting
                 ORDER BY (SELECT count(*) FROM agreement.backfill_job busy
                            WHERE busy.status = 'RUNNING' AND busy.organization_id = waiting.organization_id),
                          waiting.id
            ), claimed AS MATERIALIZED (
                SELECT oldest.id
                  FROM turns
                 CROSS JOIN LATERAL (
                       SELECT id
                         FROM agreement.backfill_job job
                        WHERE status = 'QUEUED' AND organization_id = turns.organization_id
                          AND (not_before IS NULL OR not_before <= now() OR not_before > now() + $3::interval AND isfinite(not_before))
                          AND (SELECT count(*)
                                 FROM agreement.backfill_job other
                                WHERE other.project_id = job.project_id AND other.status IN ('QUEUED', 'RUNNING')
                                  AND (other.status = 'RUNNING'
                                       OR other.id < job.id
                                          AND (other.not_before IS NULL
                                               OR other.not_before <= now()
                                               OR other.not_before > now() + $3::interval AND isfinite(other.not_before)))) = 0
                        ORDER BY id LIMIT 1
                          FOR UPDATE SKIP LOCKED) oldest
                 LIMIT 1
            )
            UPDATE agreement.backfill_job job
               SET status = 'RUNNING',
                   attempt = attempt + 1,
                   fruitless_attempts = fruitless_attempts + 1,
                   worker = $1,
                   started_at = coalesce(started_at, now()),
                   lease_until = now() + $2::interval
              FROM claimed
             WHERE job.id = claimed.id AND job.status = 'QUEUED'
            RETURNING job.id, job.organization_id, job.kind, job.project_id, job.attempt, job.cursor, job.tasks_total,
                      job.tasks_processed
            """;

    /**
     * Notes what an attempt compares by: $3 the fingerprint, $4 the basis. Under another fingerprint than that of the attempts
     * before, it starts again.
     */
    static final String BEGIN = """
            UPDATE agreement.backfill_job job
               SET fingerprint = $3,
                   basis = $4,
                   cursor = CASE WHEN same THEN cursor ELSE 0 END,
                   tasks_processed = CASE WHEN same THEN tasks_processed ELSE 0 END,
                   tasks_skipped = CASE WHEN same THEN tasks_skipped ELSE 0 END,
                   matrices_created = CASE WHEN same THEN matrices_created ELSE 0 END,
                   errors = CASE WHEN same THEN errors ELSE 0 END,
                   last_error = CASE WHEN same THEN last_error END
              FROM (SELECT fingerprint IS NOT DISTINCT FROM $3 AS same FROM agreement.backfill_job WHERE id = $1) AS before
             WHERE job.id = $1 AND status = 'RUNNING' AND attempt = $2
            RETURNING job.id, organization_id, kind, project_id, attempt, cursor, tasks_total, tasks_processed
            """;

    /** Gives a sign of life, and nothing else: $3 the lease. */
    static final String HEARTBEAT = """
            UPDATE agreement.backfill_job
               SET lease_until = now() + $3::interval
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /** Notes how many tasks there are: $3. */
    static final String COUNTED = """
            UPDATE agreement.backfill_job
               SET tasks_total = $3
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /** Commits a page: $3 the lease, $4 the cursor, $5 to $8 what it adds, $9 its last error. */
    static final String ADVANCE = """
            UPDATE agreement.backfill_job
               SET lease_until = now() + $3::interval,
                   cursor = $4,
                   fruitless_attempts = 0,
                   tasks_total = greatest(tasks_total, tasks_processed + $5),
                   tasks_processed = tasks_processed + $5,
                   tasks_skipped = tasks_skipped + $6,
                   matrices_created = matrices_created + $7,
                   errors = errors + $8,
                   last_error = coalesce($9, last_error)
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /** Ends a job that is done. */
    static final String COMPLETE = """
            UPDATE agreement.backfill_job
               SET status = 'COMPLETED', completed_at = now(), lease_until = NULL
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /** Ends a job that no further attempt can mend: $3 why. */
    static final String FAIL = """
            UPDATE agreement.backfill_job
               SET status = 'FAILED', completed_at = now(), lease_until = NULL, error_message = $3
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /** Puts a job back for the next worker, as a worker does that shuts down. It was no failure, and does not count. */
    static final String HAND_BACK = """
            UPDATE agreement.backfill_job
               SET status = 'QUEUED', lease_until = NULL, worker = NULL,
                   fruitless_attempts = greatest(fruitless_attempts - 1, 0)
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /**
     * Puts a job back after an error, $3, or ends it when it has had all its attempts, $4. It rests for $5 the first time, and
     * twice as long each further time, up to {@value #MOST_RESTS} times as long.
     */
    static final String BREAK_OFF = """
            UPDATE agreement.backfill_job
               SET status = CASE WHEN fruitless_attempts < $4 THEN 'QUEUED' ELSE 'FAILED' END,
                   completed_at = CASE WHEN fruitless_attempts >= $4 THEN now() END,
                   error_message = CASE WHEN fruitless_attempts < $4 THEN ''
                                        ELSE 'Given up after ' || $4 || ' attempts: ' || $3 END,
                   not_before = now() + $5::interval * least(2 ^ least(fruitless_attempts - 1, 30), $6),
                   attempt_error = $3, lease_until = NULL, worker = NULL
             WHERE id = $1 AND status = 'RUNNING' AND attempt = $2
            """;

    /**
     * Puts jobs into the queue that nobody looks after: those whose lease has run out, or fails them when they have had all
     * their attempts, $1; and those that were asked for and never queued, unless they are to rest. A lease for more than $2, or
     * a rest for more than $3, was given before the clock was set back, and has run out as well: its worker would have renewed it. The lock skips what others are busy with, and
     * holds until the update, so what is judged here is still so when it is written.
     */
    static final String RESCUE = """
            WITH abandoned AS MATERIALIZED (
                SELECT id, status = 'RUNNING' AS lease_lost, status = 'RUNNING' AND fruitless_attempts >= $1 AS given_up
                  FROM agreement.backfill_job
                 WHERE status IN ('PENDING', 'RUNNING')
                   AND CASE status WHEN 'PENDING' THEN not_before IS NULL OR not_before <= now()
                                                  OR not_before > now() + $3::interval AND isfinite(not_before)
                                   ELSE lease_until IS NULL OR lease_until <= now()
                                        OR lease_until > now() + $2::interval AND isfinite(lease_until) END
                 LIMIT 1000
                   FOR UPDATE SKIP LOCKED
            )
            UPDATE agreement.backfill_job job
               SET status = CASE WHEN given_up THEN 'FAILED' ELSE 'QUEUED' END,
                   rq_job_id = coalesce(rq_job_id, gen_random_uuid()),
                   completed_at = CASE WHEN given_up THEN now() END,
                   error_message = CASE WHEN given_up THEN 'Given up after ' || $1 || ' attempts: '
                                                           || coalesce(attempt_error, 'its worker vanished') ELSE '' END,
                   lease_until = NULL, worker = NULL
              FROM abandoned
             WHERE job.id = abandoned.id
            RETURNING job.id, job.organization_id, job.project_id, job.status, lease_lost
            """;
}
