-- Jobs of two kinds on the same queue. Each kind has its own newest job of a project, its own job in flight and its own tally; what
-- was there before is of the first kind, and so is what the version before adds.
--
-- The version before queues no job from now on: it names the unique index that was on the project alone.

ALTER TABLE backfill_job
    ADD COLUMN kind text NOT NULL DEFAULT 'AGREEMENT',
    ADD CONSTRAINT kind_is_known CHECK (kind IN ('AGREEMENT', 'VALUE_COUNTS'));
COMMENT ON COLUMN backfill_job.kind IS 'What it computes';
COMMENT ON COLUMN backfill_job.newest IS 'No later job of the same kind and project exists; kept by trigger';

DROP INDEX backfill_job_in_flight_of_project;
DROP INDEX backfill_job_in_flight_of_organization;
CREATE UNIQUE INDEX backfill_job_in_flight_of_project ON backfill_job (project_id, kind)
    WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NOT NULL;
CREATE UNIQUE INDEX backfill_job_in_flight_of_organization ON backfill_job (organization_id, kind)
    WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NULL;

-- Jobs of every kind write the same rows, so only one job of a project runs at a time, however many workers there are.
CREATE UNIQUE INDEX backfill_job_running_of_project ON backfill_job (project_id)
    WHERE status = 'RUNNING' AND project_id IS NOT NULL;

-- The look-ups of before, within a kind.
DROP INDEX backfill_job_of_organization;
DROP INDEX backfill_job_of_organization_by_status;
DROP INDEX backfill_job_newest;
DROP INDEX backfill_job_newest_of_project;
DROP INDEX backfill_job_newest_by_status;
DROP INDEX backfill_job_newest_created;
DROP INDEX backfill_job_newest_started;
DROP INDEX backfill_job_newest_completed;
CREATE INDEX backfill_job_of_organization ON backfill_job (organization_id, kind, id);
CREATE INDEX backfill_job_of_organization_by_status ON backfill_job (organization_id, kind, status, id);
CREATE INDEX backfill_job_newest ON backfill_job (organization_id, kind, id) WHERE newest;
CREATE INDEX backfill_job_newest_of_project ON backfill_job (project_id, kind, organization_id) WHERE newest;
CREATE INDEX backfill_job_newest_by_status ON backfill_job (organization_id, kind, status, id) WHERE newest;
CREATE INDEX backfill_job_newest_created ON backfill_job (organization_id, kind, created_at) WHERE newest;
CREATE INDEX backfill_job_newest_started ON backfill_job (organization_id, kind, started_at) WHERE newest;
CREATE INDEX backfill_job_newest_completed ON backfill_job (organization_id, kind, completed_at) WHERE newest;

ALTER TABLE backfill_tally
    ADD COLUMN kind text NOT NULL DEFAULT 'AGREEMENT',
    DROP CONSTRAINT backfill_tally_pkey,
    ADD PRIMARY KEY (organization_id, kind);
COMMENT ON TABLE backfill_tally IS 'Sums over the newest jobs of an organization and a kind that are not RUNNING; kept by trigger';

-- As before, for each kind.
CREATE OR REPLACE FUNCTION tally_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT bigint := TG_ARGV[0];
BEGIN
    INSERT INTO agreement.backfill_tally AS tally
           (organization_id, kind, projects, pending, queued, completed, failed,
            tasks_total, tasks_processed, tasks_skipped, matrices_created, errors)
    SELECT organization_id,
           kind,
           sign * count(project_id),
           sign * count(*) FILTER (WHERE status = 'PENDING'),
           sign * count(*) FILTER (WHERE status = 'QUEUED'),
           sign * count(*) FILTER (WHERE status = 'COMPLETED'),
           sign * count(*) FILTER (WHERE status = 'FAILED'),
           sign * sum(tasks_total),
           sign * sum(tasks_processed),
           sign * sum(tasks_skipped),
           sign * sum(matrices_created),
           sign * sum(errors)
      FROM changed
     WHERE newest AND status <> 'RUNNING'
     GROUP BY organization_id, kind
     ORDER BY organization_id, kind -- every transaction locks tallies in the same order
    ON CONFLICT (organization_id, kind) DO UPDATE SET
           projects         = tally.projects         + excluded.projects,
           pending          = tally.pending          + excluded.pending,
           queued           = tally.queued           + excluded.queued,
           completed        = tally.completed        + excluded.completed,
           failed           = tally.failed           + excluded.failed,
           tasks_total      = tally.tasks_total      + excluded.tasks_total,
           tasks_processed  = tally.tasks_processed  + excluded.tasks_processed,
           tasks_skipped    = tally.tasks_skipped    + excluded.tasks_skipped,
           matrices_created = tally.matrices_created + excluded.matrices_created,
           errors           = tally.errors           + excluded.errors;
    RETURN NULL;
END $$;

-- As before, for each kind.
CREATE OR REPLACE FUNCTION supersede_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH superseded AS (
        UPDATE agreement.backfill_job
           SET newest = false
         WHERE id = ANY (ARRAY(
                   SELECT earlier.id
                     FROM (SELECT project_id, kind, max(id) AS id
                             FROM added
                            WHERE project_id IS NOT NULL
                            GROUP BY project_id, kind) AS later
                    CROSS JOIN LATERAL (SELECT job.id
                                          FROM agreement.backfill_job AS job
                                         WHERE job.project_id = later.project_id AND job.kind = later.kind
                                           AND job.newest AND job.id < later.id
                                        OFFSET 0) AS earlier))
        RETURNING organization_id, kind
    )
    UPDATE agreement.backfill_tally AS tally
       SET superseded = tally.superseded + jobs.number
      FROM (SELECT organization_id, kind, count(*) AS number FROM superseded GROUP BY organization_id, kind) AS jobs
     WHERE tally.organization_id = jobs.organization_id AND tally.kind = jobs.kind;
    UPDATE agreement.backfill_job AS earlier
       SET newest = false
      FROM (SELECT organization_id, kind, max(id) AS id
              FROM added
             WHERE project_id IS NULL
             GROUP BY organization_id, kind) AS later
     WHERE earlier.newest AND earlier.project_id IS NULL
       AND earlier.organization_id = later.organization_id AND earlier.kind = later.kind AND earlier.id < later.id;
    RETURN NULL;
END $$;
