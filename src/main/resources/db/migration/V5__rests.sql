-- A job whose attempt broke off rests before the next one, longer each time: a database that is short of something is not asked
-- again at once, and what broke may be mended by then.
ALTER TABLE backfill_job ADD COLUMN not_before timestamptz;
COMMENT ON COLUMN backfill_job.not_before IS 'Until then the job stays where it is, PENDING or QUEUED; null: it need not wait';
