-- What the list of jobs with a status needs: without it a page of the few that are RUNNING would read the whole history.
-- Status comes before the ID, so that a page is a stretch of the index in the order in which it is shown. Progress updates
-- touch neither and stay beside the row they replace.
CREATE INDEX backfill_job_of_organization_by_status ON backfill_job (organization_id, status, id);
