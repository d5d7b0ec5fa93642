-- Interrater's own schema. Label Studio's tables are never altered and never referenced by a foreign key: its deletes and
-- its own migrations must keep working, so its IDs are plain numbers here.

CREATE TABLE organization_settings (
    organization_id bigint PRIMARY KEY,
    agreement_v2    boolean NOT NULL DEFAULT true,
    methodology     text    NOT NULL DEFAULT 'pairwise' CHECK (methodology IN ('pairwise', 'consensus'))
);
COMMENT ON TABLE organization_settings IS 'What an organization chose; no row means the defaults';

CREATE TABLE organization_administrator (
    organization_id bigint NOT NULL,
    user_id         bigint NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
COMMENT ON TABLE organization_administrator IS 'Administrators by appointment: Label Studio Community has no roles of its own';

CREATE TABLE backfill_job (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id  bigint      NOT NULL,
    project_id       bigint,
    rq_job_id        uuid UNIQUE,
    status           text        NOT NULL DEFAULT 'PENDING',
    triggered_by_id  bigint,
    triggered_by     text        NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(), -- apart, also when many are added at once
    started_at       timestamptz,
    completed_at     timestamptz,
    error_message    text        NOT NULL DEFAULT '',
    tasks_total      bigint      NOT NULL DEFAULT 0 CHECK (tasks_total >= 0),
    tasks_processed  bigint      NOT NULL DEFAULT 0 CHECK (tasks_processed >= 0),
    tasks_skipped    bigint      NOT NULL DEFAULT 0 CHECK (tasks_skipped >= 0),
    matrices_created bigint      NOT NULL DEFAULT 0 CHECK (matrices_created >= 0),
    errors           bigint      NOT NULL DEFAULT 0 CHECK (errors >= 0),
    last_error       text,
    newest           boolean     NOT NULL DEFAULT true,

    CONSTRAINT status_is_known CHECK (status IN ('PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED')),
    CONSTRAINT pending_is_not_in_the_queue CHECK (status <> 'PENDING' OR (rq_job_id IS NULL AND started_at IS NULL)),
    CONSTRAINT queued_has_a_queue_id CHECK (status IN ('PENDING', 'FAILED') OR rq_job_id IS NOT NULL),
    CONSTRAINT running_has_started CHECK (status NOT IN ('RUNNING', 'COMPLETED') OR started_at IS NOT NULL),
    CONSTRAINT ended_has_an_end CHECK ((status IN ('COMPLETED', 'FAILED')) = (completed_at IS NOT NULL)),
    CONSTRAINT failed_says_why CHECK ((status = 'FAILED') = (error_message <> ''))
) WITH (fillfactor = 80); -- room for progress updates beside the row they replace; they touch no indexed column

COMMENT ON TABLE backfill_job IS 'One row for every backfill that was ever asked for';
COMMENT ON COLUMN backfill_job.project_id IS 'null: the whole organization';
COMMENT ON COLUMN backfill_job.rq_job_id IS 'The queue''s ID of the job; null while PENDING';
COMMENT ON COLUMN backfill_job.triggered_by IS 'E-mail of the user who asked for it, as it was then';
COMMENT ON COLUMN backfill_job.newest IS 'No later job of the same project exists; kept by trigger';

-- One job in flight per project, and one per organization without a project, whoever asks for it and however often at once.
CREATE UNIQUE INDEX backfill_job_in_flight_of_project ON backfill_job (project_id)
    WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NOT NULL;
CREATE UNIQUE INDEX backfill_job_in_flight_of_organization ON backfill_job (organization_id)
    WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NULL;

-- What a worker claims, oldest first. Finished jobs are not in it.
CREATE INDEX backfill_job_claim ON backfill_job (id) WHERE status = 'QUEUED';

-- Look-ups: the organization's jobs, and of its newest ones by project, by status and by each date that the aggregate asks for.
CREATE INDEX backfill_job_of_organization ON backfill_job (organization_id, id);
CREATE INDEX backfill_job_newest ON backfill_job (organization_id, id) WHERE newest;
CREATE INDEX backfill_job_newest_of_project ON backfill_job (project_id, organization_id) WHERE newest;
CREATE INDEX backfill_job_newest_by_status ON backfill_job (organization_id, status, id) WHERE newest;
CREATE INDEX backfill_job_newest_created ON backfill_job (organization_id, created_at) WHERE newest;
CREATE INDEX backfill_job_newest_started ON backfill_job (organization_id, started_at) WHERE newest;
CREATE INDEX backfill_job_newest_completed ON backfill_job (organization_id, completed_at) WHERE newest;

-- The tally keeps the organization's aggregate flat, however long its history: per organization the sums over its newest
-- jobs, kept in the transaction that changes them. RUNNING jobs are not in it: their counters move with every batch, and
-- one row per organization must not become the place where all its workers meet. There are never more of them than
-- workers, so a reader adds them up itself.
CREATE TABLE backfill_tally (
    organization_id  bigint PRIMARY KEY,
    projects         bigint NOT NULL,
    pending          bigint NOT NULL,
    queued           bigint NOT NULL,
    completed        bigint NOT NULL,
    failed           bigint NOT NULL,
    tasks_total      bigint NOT NULL,
    tasks_processed  bigint NOT NULL,
    tasks_skipped    bigint NOT NULL,
    matrices_created bigint NOT NULL,
    errors           bigint NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE backfill_tally IS 'Sums over the newest jobs that are not RUNNING; kept by trigger';
COMMENT ON COLUMN backfill_tally.projects IS 'How many of the jobs have a project';

-- Adds the rows of the transition table "changed" to the tallies, or takes them away: TG_ARGV[0] is the sign.
CREATE FUNCTION tally_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT bigint := TG_ARGV[0];
BEGIN
    INSERT INTO agreement.backfill_tally AS tally
    SELECT organization_id,
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
     GROUP BY organization_id
     ORDER BY organization_id -- every transaction locks tallies in the same order
    ON CONFLICT (organization_id) DO UPDATE SET
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

CREATE TRIGGER tally_added AFTER INSERT ON backfill_job
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tally_jobs('1');
CREATE TRIGGER tally_before_change AFTER UPDATE ON backfill_job
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tally_jobs('-1');
CREATE TRIGGER tally_after_change AFTER UPDATE ON backfill_job
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tally_jobs('1');
CREATE TRIGGER tally_removed AFTER DELETE ON backfill_job
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tally_jobs('-1');

-- A later job of the same project (or of the organization without one) takes the place of the newest.
CREATE FUNCTION supersede_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agreement.backfill_job AS earlier
       SET newest = false
      FROM (SELECT project_id, max(id) AS id FROM added WHERE project_id IS NOT NULL GROUP BY project_id) AS later
     WHERE earlier.newest AND earlier.project_id = later.project_id AND earlier.id < later.id;
    UPDATE agreement.backfill_job AS earlier
       SET newest = false
      FROM (SELECT organization_id, max(id) AS id FROM added WHERE project_id IS NULL GROUP BY organization_id) AS later
     WHERE earlier.newest AND earlier.project_id IS NULL
       AND earlier.organization_id = later.organization_id AND earlier.id < later.id;
    RETURN NULL;
END $$;

CREATE TRIGGER supersede AFTER INSERT ON backfill_job
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION supersede_jobs();

-- Label Studio's switches for kinds of tokens, one row for each organization. "legacy" is null where the organization has never
-- chosen; where the table is missing, because Label Studio is older than the switches, both kinds are on. A function, not
-- a view: Label Studio's own migrations may alter or drop its tables, and no object of ours may stand in their way.
CREATE FUNCTION jwt_settings() RETURNS TABLE (
    organization_id bigint, api_tokens_enabled boolean, legacy_api_tokens_enabled boolean
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF to_regclass('jwt_auth_jwtsettings') IS NULL THEN
        RETURN QUERY SELECT o.id::bigint, true, true FROM organization o;
    ELSE
        RETURN QUERY SELECT o.id::bigint, coalesce(s.api_tokens_enabled, true), s.legacy_api_tokens_enabled
                       FROM organization o LEFT JOIN jwt_auth_jwtsettings s ON s.organization_id = o.id;
    END IF;
END $$;
