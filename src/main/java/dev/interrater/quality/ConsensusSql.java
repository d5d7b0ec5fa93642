package dev.interrater.quality;

/**
 * The statements of the worker. Every write of a run is behind the fence {@code project_id = $1 AND attempt = $2}: no row means that the
 * project is another worker's, or nobody's.
 */
final class ConsensusSql {
    private ConsensusSql() {}

    /**
     * Takes the project that has waited longest of those whose answers have changed, and that no job is changing just now: $1 the lease, $2 the longest lease, $3 the longest
     * rest. A longer one was given before the clock was set back.
     */
    static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT project_id
                  FROM agreement.consensus c
                 WHERE computed IS DISTINCT FROM changes
                   AND (lease_until IS NULL OR lease_until <= now() OR lease_until > now() + $2::interval)
                   AND (not_before IS NULL OR not_before <= now() OR not_before > now() + $3::interval)
                   AND NOT EXISTS (SELECT FROM agreement.backfill_job
                                    WHERE project_id = c.project_id AND status = 'RUNNING')
                 ORDER BY computed_at NULLS FIRST, project_id
                 LIMIT 1
                   FOR UPDATE SKIP LOCKED
            )
            UPDATE agreement.consensus c
               SET attempt = attempt + 1, fruitless = fruitless + 1, lease_until = now() + $1::interval
              FROM due
             WHERE c.project_id = due.project_id
            RETURNING c.project_id, c.attempt, c.changes
            """;

    /** Extends the lease: $3. Until the transaction ends nobody takes the project away. */
    static final String HOLD = """
            UPDATE agreement.consensus
               SET lease_until = now() + $3::interval
             WHERE project_id = $1 AND attempt = $2 AND lease_until IS NOT NULL
            """;

    /** The run of this attempt knows of $3 changes, and is current from now on. The next one rests for $4 before. */
    static final String FINISH = """
            UPDATE agreement.consensus
               SET computed = $3, computed_at = now(), lease_until = NULL, not_before = now() + $4::interval, fruitless = 0
             WHERE project_id = $1 AND attempt = $2 AND lease_until IS NOT NULL
            """;

    /** Gives it up for now, after an error: it rests for $3 the first time, and twice as long each further time, up to $4 times as long. */
    static final String BREAK_OFF = """
            UPDATE agreement.consensus
               SET lease_until = NULL, not_before = now() + $3::interval * least(2 ^ least(fruitless - 1, 30), $4)
             WHERE project_id = $1 AND attempt = $2 AND lease_until IS NOT NULL
            """;

    /** Gives it back unharmed. */
    static final String HAND_BACK = """
            UPDATE agreement.consensus
               SET lease_until = NULL, fruitless = greatest(fruitless - 1, 0)
             WHERE project_id = $1 AND attempt = $2 AND lease_until IS NOT NULL
            """;

    /** $1 the project: its dimensions, and whether their answers are categories. */
    static final String DIMENSIONS = """
            SELECT d.id, d.is_categorical
              FROM agreement.live_project($1) p
              JOIN agreement.dimension d ON d.project_id = p.id
             WHERE d.is_active
             ORDER BY d."order", d.id
            """;

    /** The answers of $3 tasks of dimension $1 behind task $2. */
    static final String ANSWERS = """
            SELECT task_id, participants, answers
              FROM agreement.agreement_matrix
             WHERE dimension_id = $1 AND task_id > $2 AND answers IS NOT NULL
             ORDER BY task_id LIMIT $3
            """;

    /**
     * The scores of $3 tasks of dimension $1 behind task $2 that two annotators have answered, or of fewer where they are very many: the
     * page ends with the task that has the 100,000th score.
     */
    static final String SCORES = """
            SELECT task_id, participants, scores
              FROM (SELECT task_id, participants, scores,
                           sum(cardinality(scores)) OVER (ORDER BY task_id) - cardinality(scores) AS before
                      FROM (SELECT task_id, participants, scores
                              FROM agreement.agreement_matrix
                             WHERE dimension_id = $1 AND task_id > $2 AND pairwise IS NOT NULL
                             ORDER BY task_id LIMIT $3) AS page) AS counted
             WHERE before < 100000
             ORDER BY task_id
            """;

    /** $1 the project, $2 the attempt, $3 the dimension, $4 whether by medoid. */
    static final String BEGIN_RUN = """
            INSERT INTO agreement.consensus_run (project_id, attempt, dimension_id, by_medoid) VALUES ($1, $2, $3, $4)
            RETURNING id
            """;

    /** What a run came to: $1 the run, $2 the reason why to nothing. */
    static final String DESCRIBE_RUN = """
            UPDATE agreement.consensus_run
               SET reason = $2, categories = $3, priors = $4, tasks = $5, answers = $6, steps = $7
             WHERE id = $1
            """;

    static final String KEEP_TASKS = """
            INSERT INTO agreement.consensus_task (run, task_id, value, annotator, probability, answers)
            SELECT $1, * FROM unnest($2::bigint[], $3::integer[], $4::bigint[], $5::float8[], $6::integer[])
            """;

    static final String KEEP_ANNOTATOR = """
            INSERT INTO agreement.consensus_annotator
                   (run, participant, tasks, competence, low, high, chance, usual, usual_share, finding, confusion)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    static final String KEEP_NEXT = """
            INSERT INTO agreement.consensus_next (run, place, task_id, value, probability, answers, entropy, gain)
            SELECT $1, * FROM unnest($2::integer[], $3::bigint[], $4::integer[], $5::float8[], $6::integer[], $7::float8[],
                                     $8::float8[])
            """;

    static final String KEEP_SURPRISES = """
            INSERT INTO agreement.consensus_surprise (run, participant, place, task_id, answer, value, probability)
            SELECT $1, * FROM unnest($2::bigint[], $3::integer[], $4::bigint[], $5::integer[], $6::integer[], $7::float8[])
            """;

    /** The runs of attempt $2 of project $1 take the place of all others. */
    static final String RETIRE =
            "UPDATE agreement.consensus_run SET is_current = false WHERE project_id = $1 AND is_current";

    static final String MAKE_CURRENT =
            "UPDATE agreement.consensus_run SET is_current = true WHERE project_id = $1 AND attempt = $2";

    /**
     * A run of project $1, or of any where that is null, that is to be deleted: nobody writes it, and nobody sees it any more. One that
     * another worker is deleting is left to it.
     */
    static final String GARBAGE = """
            SELECT run.id
              FROM agreement.consensus_run run
             WHERE ($1::bigint IS NULL OR run.project_id = $1)
               AND (NOT run.is_current
                    AND NOT EXISTS (SELECT FROM agreement.consensus c
                                     WHERE c.project_id = run.project_id AND c.attempt = run.attempt
                                       AND c.lease_until IS NOT NULL)
                    OR NOT EXISTS (SELECT FROM agreement.dimension d WHERE d.id = run.dimension_id)
                    OR NOT agreement.project_exists(run.project_id))
             LIMIT 1
               FOR UPDATE OF run SKIP LOCKED
            """;

    /** $2 tasks of run $1 at most. */
    static final String DELETE_TASKS = """
            DELETE FROM agreement.consensus_task
             WHERE ctid = ANY (ARRAY(SELECT ctid FROM agreement.consensus_task WHERE run = $1 LIMIT $2))
            """;

    /** The rest of run $1. */
    static final String DELETE_RUN = """
            WITH annotators AS (
                DELETE FROM agreement.consensus_annotator WHERE run = $1
            ), next AS (
                DELETE FROM agreement.consensus_next WHERE run = $1
            ), surprises AS (
                DELETE FROM agreement.consensus_surprise WHERE run = $1
            )
            DELETE FROM agreement.consensus_run WHERE id = $1
            """;

    /** Projects that are gone, with all their results. */
    static final String FORGET = """
            DELETE FROM agreement.consensus c
             WHERE NOT agreement.project_exists(c.project_id)
               AND NOT EXISTS (SELECT FROM agreement.consensus_run run WHERE run.project_id = c.project_id)
               AND NOT EXISTS (SELECT FROM agreement.dimension d WHERE d.project_id = c.project_id)
            """;
}
