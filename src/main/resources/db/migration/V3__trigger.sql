-- What the list of jobs with a status needs: without it a page of the few that are RUNNING would read the whole history.
-- Status comes before the ID, so that a page is a stretch of the index in the order in which it is shown. Progress updates
-- touch neither and stay beside the row they replace.
CREATE INDEX backfill_job_of_organization_by_status ON backfill_job (organization_id, status, id);

-- As before, whatever the planner thinks: it learns only later of the many jobs that one trigger may have queued, and would
-- compare each new job with each that was newest until now. A look-up by the project for each new job, and nothing else.
CREATE OR REPLACE FUNCTION supersede_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agreement.backfill_job
       SET newest = false
     WHERE id = ANY (ARRAY(
               SELECT earlier.id
                 FROM (SELECT project_id, max(id) AS id FROM added WHERE project_id IS NOT NULL GROUP BY project_id) AS later
                CROSS JOIN LATERAL (SELECT job.id
                                      FROM agreement.backfill_job AS job
                                     WHERE job.project_id = later.project_id AND job.newest AND job.id < later.id
                                    OFFSET 0) AS earlier));
    UPDATE agreement.backfill_job AS earlier
       SET newest = false
      FROM (SELECT organization_id, max(id) AS id FROM added WHERE project_id IS NULL GROUP BY organization_id) AS later
     WHERE earlier.newest AND earlier.project_id IS NULL
       AND earlier.organization_id = later.organization_id AND earlier.id < later.id;
    RETURN NULL;
END $$;
