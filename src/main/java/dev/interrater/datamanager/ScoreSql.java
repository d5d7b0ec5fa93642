package dev.interrater.datamanager;

/**
 * The statements of the worker. Every write of a claimed project is behind the fence {@code project_id = $1 AND attempt = $2}: no row means
 * that the project is another worker's, or nobody's.
 */
final class ScoreSql {
    private ScoreSql() {}

    private static final String FENCE = "project_id = $1 AND attempt = $2 AND lease_until IS NOT NULL";

    /**
     * Takes the project that was served longest ago of those that have something to be written or taken out: $1 the lease, $2 the longest
     * lease, $3 the longest rest; a longer one was given before the clock was set back. $4 the organizations that there are tokens of, $5 how
     * often all tasks are looked at in any case.
     */
    static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT d.project_id, p.organization_id, coalesce(c.changes, 0) AS changes
                  FROM agreement.data_manager AS d
                  LEFT JOIN agreement.consensus AS c ON c.project_id = d.project_id
                 CROSS JOIN LATERAL agreement.live_project(d.project_id) AS p
                 WHERE p.organization_id = ANY ($4)
                   AND (d.lease_until IS NULL OR d.lease_until <= now() OR d.lease_until > now() + $2::interval)
                   AND (d.not_before IS NULL OR d.not_before <= now() OR d.not_before > now() + $3::interval)
                   AND (NOT d.is_wanted
                        OR (d.walked_to > 0
                            OR d.written IS DISTINCT FROM coalesce(c.changes, 0)
                            OR d.walked_at IS NULL OR d.walked_at < now() - $5::interval OR d.walked_at > now() + $5::interval)
                           AND NOT EXISTS (SELECT FROM agreement.backfill_job
                                            WHERE project_id = d.project_id AND status = 'RUNNING'))
                 ORDER BY d.served_at NULLS FIRST, d.project_id
                 LIMIT 1
                   FOR UPDATE OF d SKIP LOCKED
            )
            UPDATE agreement.data_manager AS d
               SET attempt = attempt + 1, fruitless = fruitless + 1, lease_until = now() + $1::interval, served_at = now(),
                   walking = CASE WHEN d.walked_to = 0 THEN due.changes ELSE d.walking END
              FROM due
             WHERE d.project_id = due.project_id
            RETURNING d.project_id, due.organization_id, d.attempt, d.is_wanted, d.walked_to,
                      CASE WHEN d.unanswered_until > now() THEN d.unanswered_until END AS unanswered_until
            """;

    /**
     * Extends the lease: $3; not once somebody wants the other of the two: $4. Where scores are written, it notes before a request is sent that it
     * may be carried out as long as $5, whatever becomes of its answer.
     */
    static final String HOLD = """
            UPDATE agreement.data_manager
               SET lease_until = now() + $3::interval,
                   unanswered_until = CASE WHEN $4 THEN now() + $5::interval ELSE unanswered_until END
             WHERE %s AND is_wanted = $4
            """.formatted(FENCE);

    /** The tasks of project $1 behind $2, $3 at most, with what is kept of each and what Label Studio has of version $4. */
    static final String PAGE = """
            SELECT page.id, kept.pairwise, predicted.ids, predicted.scores
              FROM agreement.tasks_after($1, $2, $3) AS page
              LEFT JOIN LATERAL (
                   SELECT pairwise
                     FROM agreement.task_agreement
                    WHERE project_id = $1 AND task_id = page.id
                    LIMIT 1) AS kept ON true
              LEFT JOIN LATERAL (
                   SELECT array_agg(id ORDER BY id) AS ids, array_agg(score ORDER BY id) AS scores
                     FROM agreement.scored_predictions(page.id, $4)) AS predicted ON true
             ORDER BY page.id
            """;

    static final String COUNT = "SELECT count(*) AS tasks FROM agreement.tasks_of($1)";

    /** How many predictions of version $2 project $1 has, as far as $3, on how many tasks, and which version it shows. */
    static final String LEFT_OVER = """
            SELECT shown.model_version, predicted.predictions, predicted.tasks
              FROM agreement.shown_model_version($1) AS shown
             CROSS JOIN (SELECT count(*) AS predictions, count(DISTINCT task_id) AS tasks
                           FROM agreement.predicted_tasks($1, $2, $3)) AS predicted
            """;

    /** What an attempt comes to: $3 whether it has written, $4 whether a request of it has no answer, $5 until when an earlier one has none. */
    private static final String ENDS = """
            lease_until = NULL,
                   written_at = CASE WHEN $3 THEN now() ELSE written_at END,
                   unanswered_until = CASE WHEN $4 THEN unanswered_until ELSE $5::timestamptz END""";

    /** A turn is over, and the walk goes on behind task $6 in the next. */
    static final String PAUSE = """
            UPDATE agreement.data_manager
               SET %s,
                   fruitless = 0, last_error = NULL, walked_to = $6, not_before = NULL
             WHERE %s AND is_wanted = $7
            """.formatted(ENDS, FENCE);

    /**
     * All tasks have been looked at: the project rests for $6, and longer while an earlier request may still be carried out, after which
     * all are looked at again.
     */
    static final String FINISH = """
            UPDATE agreement.data_manager
               SET %s,
                   fruitless = 0, last_error = NULL, walked_to = 0, walked_at = now(),
                   written = CASE WHEN $5::timestamptz IS NULL THEN walking END,
                   not_before = greatest(now() + $6::interval, $5::timestamptz)
             WHERE %s AND is_wanted = $7
            RETURNING extract(epoch FROM not_before - now())::float8 AS rest
            """.formatted(ENDS, FENCE);

    /** Nothing is left of project $1 in Label Studio. */
    static final String CLEARED = "DELETE FROM agreement.data_manager WHERE %s AND NOT is_wanted".formatted(FENCE);

    /** Gives it up for now because of $8: it rests for $6 the first time, and twice as long each further time, up to $7 times as long. */
    static final String BREAK_OFF = """
            UPDATE agreement.data_manager
               SET %s,
                   last_error = $8, failed_at = now(), walked_to = 0, written = NULL,
                   not_before = now() + $6::interval * least(2 ^ least(fruitless - 1, 30), $7)
             WHERE %s
            RETURNING extract(epoch FROM not_before - now())::float8 AS rest
            """.formatted(ENDS, FENCE);

    /** Gives it back unharmed. */
    static final String HAND_BACK = """
            UPDATE agreement.data_manager
               SET %s,
                   fruitless = greatest(fruitless - 1, 0)
             WHERE %s
            """.formatted(ENDS, FENCE);

    /** Projects that are gone, with their predictions. */
    static final String FORGET =
            "DELETE FROM agreement.data_manager AS d WHERE NOT agreement.project_exists(d.project_id)";
}
