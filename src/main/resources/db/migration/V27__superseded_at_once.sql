-- Ten thousand jobs may be queued by one statement. When the table is analyzed meanwhile, as autovacuum does, statistics say that it has
-- the few rows that were there before, and a look-up for each job then goes through all of them: any index looks as good as the right one.
-- So many jobs are joined with the newest ones at once instead, and only a few are looked up one by one.
CREATE OR REPLACE FUNCTION supersede_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    few CONSTANT integer := 100;
    overtaken bigint[];
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM added LIMIT few + 1) AS counted) > few THEN
        SET LOCAL enable_nestloop = off;
        overtaken := ARRAY(
            SELECT job.id
              FROM (SELECT project_id, kind, max(id) AS id
                      FROM added
                     WHERE project_id IS NOT NULL
                     GROUP BY project_id, kind) AS later
              JOIN agreement.backfill_job AS job
                   ON job.project_id = later.project_id AND job.kind = later.kind AND job.newest AND job.id < later.id);
        SET LOCAL enable_nestloop = on;
    ELSE
        overtaken := ARRAY(
            SELECT earlier.id
              FROM (SELECT project_id, kind, max(id) AS id
                      FROM added
                     WHERE project_id IS NOT NULL
                     GROUP BY project_id, kind) AS later
             CROSS JOIN LATERAL (SELECT job.id
                                   FROM agreement.backfill_job AS job
                                  WHERE job.project_id = later.project_id AND job.kind = later.kind
                                    AND job.newest AND job.id < later.id
                                 OFFSET 0) AS earlier);
    END IF;
    WITH superseded AS (
        UPDATE agreement.backfill_job
           SET newest = false
         WHERE id = ANY (overtaken)
        RETURNING organization_id, kind
    )
    UPDATE agreement.backfill_tally AS tally
       SET superseded = tally.superseded + jobs.number
      FROM (SELECT organization_id, kind, count(*) AS number FROM superseded GROUP BY organization_id, kind) AS jobs
     WHERE tally.organization_id = jobs.organization_id AND tally.kind = jobs.kind;
    UPDATE agreement.backfill_job AS before
       SET newest = false
      FROM (SELECT organization_id, kind, max(id) AS id
              FROM added
             WHERE project_id IS NULL
             GROUP BY organization_id, kind) AS later
     WHERE before.newest AND before.project_id IS NULL
       AND before.organization_id = later.organization_id AND before.kind = later.kind AND before.id < later.id;
    RETURN NULL;
END $$;
