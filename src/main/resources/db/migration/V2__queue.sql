-- What makes the job table a queue: an attempt number that fences every write of a worker, a lease that the database's clock
-- judges, and a cursor behind which a resumed job goes on.

ALTER TABLE backfill_job
    ADD COLUMN attempt       integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    ADD COLUMN worker        text,
    ADD COLUMN lease_until   timestamptz,
    ADD COLUMN cursor        bigint  NOT NULL DEFAULT 0,
    ADD COLUMN attempt_error text;
COMMENT ON COLUMN backfill_job.attempt IS 'How often a worker has taken the job; every write of a worker names the one it took';
COMMENT ON COLUMN backfill_job.worker IS 'Who has it, for people to read';
COMMENT ON COLUMN backfill_job.lease_until IS 'When a RUNNING job may be taken from its worker; null: at once';
COMMENT ON COLUMN backfill_job.cursor IS 'ID of the last task whose results are committed';
COMMENT ON COLUMN backfill_job.attempt_error IS 'Why the last attempt broke off';

-- Wakes workers when there is something to claim, and tells them at once when a job they run is taken from them.
CREATE FUNCTION notify_workers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'QUEUED' THEN
        PERFORM pg_notify('agreement_backfill_queued', '');
    ELSIF TG_OP = 'UPDATE' AND OLD.status = 'RUNNING' AND NEW.status = 'FAILED' THEN
        PERFORM pg_notify('agreement_backfill_stopped', NEW.id::text);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER notify_workers_of_new AFTER INSERT ON backfill_job
    FOR EACH ROW WHEN (NEW.status = 'QUEUED') EXECUTE FUNCTION notify_workers();
CREATE TRIGGER notify_workers_of_change AFTER UPDATE ON backfill_job
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION notify_workers();
