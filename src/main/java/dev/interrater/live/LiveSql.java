package dev.interrater.live;

/**
 * The statements that follow changes. Every write of a claimed project is behind the fence of {@link #HOLD}: no row means that the project is
 * another worker's, or a job's. Whoever notices a change of a project locks its row first, and whoever compares its tasks does, too: so none is
 * forgotten between the two.
 */
final class LiveSql {
    private LiveSql() {}

    private static final String OWNED = """
            NOT EXISTS (SELECT FROM agreement.organization_settings AS chosen
                         WHERE chosen.organization_id = f.organization_id AND NOT chosen.live)
            """;

    /** Whether f may be claimed: $2 the longest lease, $3 the longest rest. A longer one was given before the clock was set back. */
    private static final String FREE = """
            (f.lease_until IS NULL OR f.lease_until <= now() OR f.lease_until > now() + $2::interval)
               AND (f.not_before IS NULL OR f.not_before <= now() OR f.not_before > now() + $3::interval)
               AND NOT EXISTS (SELECT FROM agreement.backfill_job
                                WHERE project_id = f.project_id AND status = 'RUNNING')
               AND
            """ + OWNED;

    /** Whether f need not rest; a rest of hours was given before the clock was set back. */
    private static final String RESTED =
            "(f.not_before IS NULL OR f.not_before <= now() OR f.not_before > now() + interval '1 h')";

    /** Whether all tasks of f are to be looked at: %s the pace. */
    private static final String DUE =
            "(f.is_wanted OR f.swept_at IS NULL OR f.swept_at < now() - %1$s::interval OR f.swept_at > now() + %1$s::interval)";

    /** A look has been made: nobody else looks for $2, and what is settled moves to $3, where that is not null, and never beyond now. */
    private static final String LOOKED = """
            lease_until = now() + $2::interval, looked_at = now(),
                       settled_until = least(coalesce($3::timestamptz, watch.settled_until), now())
            """.strip();

    /**
     * A look by the worker $1 that has looked before and had nothing to do, which goes on being the only one to look for $2, and moves what is
     * settled as {@link #LOOK} does. No row if there may be more to do: $4 is not the next number of a transaction any more, so somebody has
     * written something. Should the server lose it in a crash, something is looked for once more; so nobody waits for the disk.
     */
    static final String LOOK_AGAIN = """
            UPDATE agreement.change_watch AS watch
               SET %s
             WHERE watcher = $1 AND pg_snapshot_xmax(pg_current_snapshot())::text::bigint = $4
            RETURNING now() AS moment,
                      pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
                      pg_current_xact_id()::text::bigint AS number,
                      set_config('synchronous_commit', 'off', true)
            """.formatted(LOOKED);

    /**
     * A look for changes by worker $1, who is the only one to look for $2. It moves what is settled to $3, where that is not null, and never
     * beyond now: the clock may have been set back. Changes from $4 before what was settled until then are found, of $5 tasks, projects and
     * dimensions at most; a sweep finds what there is beyond. One row at least: without a change, and without {@code since} if somebody else
     * looks. $6 is the pace of sweeps. As long as $7 is the next number of a transaction, nobody has written anything since the look before, and
     * nothing is looked for. If $8, older dates are searched for, too, that were written by transactions from a number on: $9, where that is not
     * null, or else what is kept.
     */
    static final String LOOK = """
            WITH mine AS MATERIALIZED (
                SELECT least(settled_until, now()) - $4::interval AS since,
                       CASE WHEN $8 THEN coalesce($9, searched_from) END AS searched_from
                  FROM agreement.change_watch
                 WHERE watcher = $1 OR lease_until IS NULL OR lease_until <= now() OR lease_until > now() + 2 * $2::interval
                   FOR UPDATE SKIP LOCKED
            ), written AS MATERIALIZED (
                SELECT since, searched_from, pg_snapshot_xmax(pg_current_snapshot())::text::bigint IS DISTINCT FROM $7 AS is_written
                  FROM mine
            ), held AS (
                UPDATE agreement.change_watch AS watch
                   SET watcher = $1, searched_from = coalesce($9, watch.searched_from), %2$s
                  FROM mine
            )
            SELECT now() AS moment,
                   pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
                   CASE WHEN mine.since IS NOT NULL THEN pg_current_xact_id()::text::bigint END AS number,
                   EXISTS (SELECT FROM agreement.followed_project AS f WHERE f.is_complete AND f.is_changed AND %1$s) AS is_changed,
                   EXISTS (SELECT FROM agreement.followed_project AS f WHERE f.is_complete AND f.is_wanted AND %1$s)
                   OR EXISTS (SELECT FROM agreement.followed_project AS f WHERE f.is_complete AND f.swept_at IS NULL AND %1$s)
                   OR EXISTS (SELECT FROM agreement.followed_project AS f
                               WHERE f.is_complete AND f.swept_at < now() - $6::interval AND %1$s) AS is_due,
                   NOT EXISTS (SELECT FROM agreement.followed_project AS f WHERE f.is_complete AND f.is_changed)
                   AND NOT EXISTS (SELECT FROM agreement.followed_project AS f WHERE f.is_complete AND f.is_wanted)
                   AND NOT EXISTS (SELECT FROM agreement.followed_project AS f WHERE f.is_complete AND f.swept_at IS NULL) AS is_idle,
                   coalesce((SELECT extract(epoch FROM now() - f.swept_at)
                               FROM agreement.followed_project AS f
                              WHERE f.is_complete AND f.swept_at IS NOT NULL
                              ORDER BY f.swept_at NULLS FIRST LIMIT 1), 0)::float8 AS sweep_age,
                   mine.since, mine.searched_from, mine.is_written,
                   found.project_id, found.task_id, found.version
              FROM (SELECT) AS one
              LEFT JOIN written AS mine ON true
              LEFT JOIN LATERAL (
                   SELECT * FROM agreement.changes_since(mine.since, $5) WHERE mine.is_written
                    UNION ALL
                   SELECT * FROM agreement.late_changes(mine.since, mine.searched_from, $5)
                    WHERE mine.is_written AND mine.searched_from IS NOT NULL
                    UNION ALL
                   (SELECT project_id, NULL, xmin::text::bigint
                      FROM agreement.dimension
                     WHERE updated_at > mine.since AND mine.is_written
                     LIMIT $5)) AS found ON true
            """.formatted(RESTED, LOOKED);

    /**
     * Locks those of projects $1 that are followed and that nobody else has locked, does something about them, and gives the others: they are
     * busy, and to be tried again.
     */
    private static String unlessBusy(String work) {
        return """
                WITH locked AS MATERIALIZED (
                    SELECT project_id, basis
                      FROM agreement.followed_project
                     WHERE project_id = ANY ($1)
                     ORDER BY project_id
                       FOR UPDATE SKIP LOCKED
                ), %s
                SELECT f.project_id
                  FROM agreement.followed_project AS f
                 WHERE f.project_id = ANY ($1)
                   AND NOT EXISTS (SELECT FROM locked WHERE locked.project_id = f.project_id)
                """.formatted(work);
    }

    /** Notices tasks $2 of projects $1, pair by pair. Gives the projects that are busy. */
    static final String NOTICE = unlessBusy("""
            noticed AS (
                INSERT INTO agreement.changed_task AS kept (project_id, task_id)
                SELECT project_id, task_id
                  FROM unnest($1::bigint[], $2::bigint[]) AS changed (project_id, task_id)
                  JOIN locked USING (project_id)
                 ORDER BY project_id, task_id
                    ON CONFLICT (project_id, task_id) DO UPDATE SET notice = DEFAULT
            ), marked AS (
                UPDATE agreement.followed_project AS f
                   SET is_changed = true
                  FROM locked
                 WHERE f.project_id = locked.project_id
            )""");

    /** Wants all tasks of projects $1 to be looked at, if what they are compared by has changed: $2 the rules. Gives the projects that are busy. */
    static final String CHECK = unlessBusy("""
            marked AS (
                UPDATE agreement.followed_project AS f
                   SET is_wanted = true, wishes = wishes + 1, not_before = NULL
                  FROM locked
                 WHERE f.project_id = locked.project_id
                   AND locked.basis IS DISTINCT FROM agreement.comparison_basis($2, locked.project_id)
            )""");

    /** Wants all tasks of projects $1 to be looked at. Gives the projects that are busy. */
    static final String WANT = unlessBusy("""
            marked AS (
                UPDATE agreement.followed_project AS f
                   SET is_wanted = true, wishes = wishes + 1
                  FROM locked
                 WHERE f.project_id = locked.project_id
            )""");

    /** Projects of which any task has changed since $1, or with an older date by a transaction from number $2 on. */
    static final String CHANGED_PROJECTS = """
            SELECT project_id, sum(version)::bigint AS version
              FROM (SELECT project_id, version FROM agreement.changed_projects_since($1)
                     UNION ALL
                    SELECT project_id, version
                      FROM agreement.late_changes($1, $2, NULL)
                     WHERE $2::bigint IS NOT NULL AND project_id IS NOT NULL AND task_id IS NOT NULL) AS changed
             GROUP BY project_id
            """;

    /**
     * Projects whose sweep is due and would find nothing, for nothing has been written since the last, and what they were compared by holds: $1
     * the pace, $2 the rules.
     */
    static final String SKIP_SWEEPS = """
            WITH idle AS MATERIALIZED (
                SELECT f.project_id
                  FROM agreement.followed_project AS f
                 WHERE f.is_complete AND NOT f.is_wanted AND f.sweep_cursor = 0 AND %s
                   AND f.sweep_writes = (SELECT agreement.written_rows())
                   AND f.basis = agreement.comparison_basis($2, f.project_id)
                 ORDER BY f.project_id
                   FOR UPDATE SKIP LOCKED
            )
            UPDATE agreement.followed_project AS f
               SET swept_at = now()
              FROM idle
             WHERE f.project_id = idle.project_id
            """.formatted(DUE.formatted("$1"));

    /**
     * Takes a project for $1: the one with changed tasks whose organization was served longest ago, or else one whose tasks are all to be
     * looked at. $4 is the pace of sweeps. Of several that have to be, the one that somebody asked about last comes first.
     */
    static final String CLAIM = """
            WITH changed AS MATERIALIZED (
                SELECT f.project_id
                  FROM agreement.followed_project AS f
                 WHERE f.is_complete AND f.is_changed AND %1$s
                 ORDER BY (SELECT served_at
                             FROM agreement.followed_project AS served
                            WHERE served.organization_id = f.organization_id AND served.served_at IS NOT NULL
                            ORDER BY served_at DESC LIMIT 1) NULLS FIRST,
                          f.served_at NULLS FIRST, f.project_id
                 LIMIT 1
                   FOR UPDATE OF f SKIP LOCKED
            ), swept AS MATERIALIZED (
                SELECT f.project_id
                  FROM agreement.followed_project AS f
                 WHERE f.is_complete AND %2$s AND NOT EXISTS (SELECT FROM changed) AND %1$s
                 ORDER BY f.is_wanted DESC, f.asked_at DESC NULLS LAST, f.served_at NULLS FIRST, f.project_id
                 LIMIT 1
                   FOR UPDATE OF f SKIP LOCKED
            )
            UPDATE agreement.followed_project AS f
               SET attempt = attempt + 1, fruitless = fruitless + 1, lease_until = now() + $1::interval, served_at = now(),
                   sweep_writes = CASE WHEN due.sweeps AND f.sweep_cursor = 0 THEN agreement.written_rows()
                                       ELSE f.sweep_writes END,
                   sweep_wishes = CASE WHEN due.sweeps AND f.sweep_cursor = 0 THEN f.wishes ELSE f.sweep_wishes END
              FROM (SELECT project_id, false AS sweeps FROM changed
                     UNION ALL
                    SELECT project_id, true FROM swept) AS due
             WHERE f.project_id = due.project_id
            RETURNING f.project_id, f.organization_id, f.attempt, f.epoch, due.sweeps, f.sweep_cursor, f.sweep_fingerprint
            """.formatted(FREE, DUE.formatted("$4"));

    private static final String FENCE = "project_id = $1 AND attempt = $2 AND lease_until IS NOT NULL";

    /**
     * Extends the lease: $3 from this moment, for the transaction may have waited; not once a job has begun: $4 the epoch. Until the
     * transaction ends no job begins to read.
     */
    static final String HOLD = """
            UPDATE agreement.followed_project
               SET lease_until = clock_timestamp() + $3::interval
             WHERE %s AND epoch = $4
               AND NOT EXISTS (SELECT FROM agreement.backfill_job WHERE project_id = $1 AND status = 'RUNNING')
            """.formatted(FENCE);

    /** The $2 tasks of project $1 whose changes were noticed first. */
    static final String CHANGED = """
            SELECT task_id, notice FROM agreement.changed_task WHERE project_id = $1 ORDER BY notice LIMIT $2
            """;

    /** Tasks $2 of project $1 are compared, unless a change was noticed behind $3. Gives since when each of them has waited. */
    static final String COMPARED = """
            DELETE FROM agreement.changed_task AS changed
             USING unnest($2::bigint[], $3::bigint[]) AS compared (task_id, notice)
             WHERE changed.project_id = $1 AND changed.task_id = compared.task_id AND changed.notice = compared.notice
            RETURNING extract(epoch FROM clock_timestamp() - changed.noticed_at)::float8 AS waited
            """;

    /** Notes how far a sweep is: $3 the last task, $4 what it compares by. */
    static final String SWEPT_TO = """
            UPDATE agreement.followed_project
               SET sweep_cursor = $3, sweep_fingerprint = $4, fruitless = 0
             WHERE %s
            """.formatted(FENCE);

    /** All tasks have been looked at, and compared by $3. */
    static final String SWEPT = """
            UPDATE agreement.followed_project
               SET sweep_cursor = 0, sweep_fingerprint = NULL, is_wanted = wishes <> sweep_wishes, swept_at = now(),
                   basis = $3
             WHERE %s
            """.formatted(FENCE);

    /** Gives a project back, to rest for $3. */
    static final String FINISH = """
            UPDATE agreement.followed_project
               SET lease_until = NULL, fruitless = 0, not_before = now() + $3::interval,
                   is_changed = EXISTS (SELECT FROM agreement.changed_task WHERE project_id = $1)
             WHERE %s
            """.formatted(FENCE);

    /** Locks it first, so that what has been noticed by then is seen. */
    static final String LOCK = "SELECT FROM agreement.followed_project WHERE %s FOR UPDATE".formatted(FENCE);

    /** Gives a project back after an error: it rests for $3 the first time, and twice as long each further time, up to $4 times as long. */
    static final String BREAK_OFF = """
            UPDATE agreement.followed_project
               SET lease_until = NULL, not_before = now() + $3::interval * least(2 ^ least(fruitless - 1, 30), $4)
             WHERE %s
            """.formatted(FENCE);

    /** Label Studio does not have the project, or has deleted it softly. Should it come back, all of it is looked at by the next sweep. */
    static final String GONE = """
            WITH forgotten AS (
                DELETE FROM agreement.changed_task WHERE project_id = $1
            )
            UPDATE agreement.followed_project
               SET lease_until = NULL, fruitless = 0, is_changed = false, is_wanted = false, swept_at = now(), sweep_cursor = 0,
                   sweep_writes = NULL
             WHERE %s
            """.formatted(FENCE);

    /** Gives a project back unharmed. */
    static final String HAND_BACK = """
            UPDATE agreement.followed_project
               SET lease_until = NULL, fruitless = greatest(fruitless - 1, 0)
             WHERE %s
            """.formatted(FENCE);
}
