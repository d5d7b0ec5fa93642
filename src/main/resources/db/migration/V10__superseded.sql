-- How many jobs of an organization have made way for later ones. Who takes off the jobs of deleted projects, which he knows
-- from a moment ago, sees by it whether one of them does not count any more: its project was restored and queued again, or has
-- gone to another organization and was queued there.
ALTER TABLE backfill_tally ADD COLUMN superseded bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN backfill_tally.superseded IS 'How many jobs have made way for a later one of the same project so far';

-- As before, and counts them.
CREATE OR REPLACE FUNCTION supersede_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH superseded AS (
        UPDATE agreement.backfill_job
           SET newest = false
         WHERE id = ANY (ARRAY(
                   SELECT earlier.id
                     FROM (SELECT project_id, max(id) AS id FROM added WHERE project_id IS NOT NULL GROUP BY project_id) AS later
                    CROSS JOIN LATERAL (SELECT job.id
                                          FROM agreement.backfill_job AS job
                                         WHERE job.project_id = later.project_id AND job.newest AND job.id < later.id
                                        OFFSET 0) AS earlier))
        RETURNING organization_id
    )
    UPDATE agreement.backfill_tally AS tally
       SET superseded = tally.superseded + jobs.number
      FROM (SELECT organization_id, count(*) AS number FROM superseded GROUP BY organization_id) AS jobs
     WHERE tally.organization_id = jobs.organization_id;
    UPDATE agreement.backfill_job AS earlier
       SET newest = false
      FROM (SELECT organization_id, max(id) AS id FROM added WHERE project_id IS NULL GROUP BY organization_id) AS later
     WHERE earlier.newest AND earlier.project_id IS NULL
       AND earlier.organization_id = later.organization_id AND earlier.id < later.id;
    RETURN NULL;
END $$;
