-- Agreement that follows the annotations after a backfill: which projects are followed, what has changed in them, and who looks for it.

ALTER TABLE organization_settings ADD COLUMN live boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN organization_settings.live IS 'Whether agreement follows the annotations between backfills';

CREATE TABLE followed_project (
    project_id        bigint      PRIMARY KEY,
    organization_id   bigint      NOT NULL,
    is_complete       boolean     NOT NULL DEFAULT false,
    epoch             integer     NOT NULL DEFAULT 0,
    is_changed        boolean     NOT NULL DEFAULT false,
    is_wanted         boolean     NOT NULL DEFAULT false,
    wishes            integer     NOT NULL DEFAULT 0,
    basis             uuid,
    swept_at          timestamptz,
    sweep_cursor      bigint      NOT NULL DEFAULT 0,
    sweep_fingerprint uuid,
    sweep_writes      bigint,
    sweep_wishes      integer     NOT NULL DEFAULT 0,
    attempt           integer     NOT NULL DEFAULT 0,
    fruitless         integer     NOT NULL DEFAULT 0,
    lease_until       timestamptz,
    not_before        timestamptz,
    served_at         timestamptz,
    asked_at          timestamptz
) WITH (fillfactor = 50);
COMMENT ON TABLE followed_project IS 'Projects that a backfill has begun to compute, and how far they are followed since';
COMMENT ON COLUMN followed_project.is_complete IS 'Whether a backfill has come to its end; before that the project is left to it';
COMMENT ON COLUMN followed_project.epoch IS 'How many attempts at jobs have begun. What was read before one began is not written after it';
COMMENT ON COLUMN followed_project.is_changed IS 'Whether it has tasks in changed_task';
COMMENT ON COLUMN followed_project.is_wanted IS 'Whether all its tasks are to be looked at again, because what they are compared by has changed, or too many have';
COMMENT ON COLUMN followed_project.wishes IS 'How often that was wanted: what is wanted while a sweep is under way needs another one';
COMMENT ON COLUMN followed_project.basis IS 'What it was compared by when all its tasks had been looked at';
COMMENT ON COLUMN followed_project.swept_at IS 'When all its tasks had been looked at';
COMMENT ON COLUMN followed_project.sweep_cursor IS 'The last task that the sweep under way has looked at; 0: none is under way';
COMMENT ON COLUMN followed_project.sweep_fingerprint IS 'What that compares by';
COMMENT ON COLUMN followed_project.sweep_writes IS 'agreement.written_rows() when the last sweep, or job, began';
COMMENT ON COLUMN followed_project.sweep_wishes IS 'How many wishes there were then';
COMMENT ON COLUMN followed_project.attempt IS 'The fence: a worker writes only while it is the attempt that the worker has claimed';
COMMENT ON COLUMN followed_project.served_at IS 'When it was claimed last';
COMMENT ON COLUMN followed_project.asked_at IS 'When somebody asked last how far it is, some minutes ago or less';
CREATE INDEX followed_project_changed ON followed_project (project_id) WHERE is_complete AND is_changed;
CREATE INDEX followed_project_wanted ON followed_project (project_id) WHERE is_complete AND is_wanted;
CREATE INDEX followed_project_swept ON followed_project (swept_at NULLS FIRST) WHERE is_complete;
CREATE INDEX followed_project_served ON followed_project (organization_id, served_at);

CREATE TABLE changed_task (
    project_id bigint      NOT NULL,
    task_id    bigint      NOT NULL,
    notice     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    noticed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (project_id, task_id)
);
COMMENT ON TABLE changed_task IS 'Tasks that are to be compared again';
COMMENT ON COLUMN changed_task.notice IS 'Another one whenever a change is noticed, so that one noticed meanwhile is not taken for compared';
COMMENT ON COLUMN changed_task.noticed_at IS 'When the first of the changes was noticed that it has not been compared after';
CREATE UNIQUE INDEX changed_task_notice ON changed_task (project_id, notice);

CREATE TABLE change_watch (
    id            boolean     PRIMARY KEY DEFAULT true CHECK (id),
    watcher       text,
    lease_until   timestamptz,
    looked_at     timestamptz,
    settled_until timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
COMMENT ON TABLE change_watch IS 'Who looks for changes, and how far that is';
COMMENT ON COLUMN change_watch.looked_at IS 'What was committed by then has been noticed, but for what touches no date';
COMMENT ON COLUMN change_watch.settled_until IS 'All transactions that wrote something by then have ended, and what they wrote has been noticed';
INSERT INTO change_watch DEFAULT VALUES;

-- Whatever happened to projects between their last backfill and now is found by their first sweep.
INSERT INTO followed_project (project_id, organization_id, is_complete, basis)
SELECT project_id, organization_id, true, basis
  FROM backfill_job
 WHERE newest AND kind = 'AGREEMENT' AND status = 'COMPLETED' AND project_id IS NOT NULL;

SET LOCAL check_function_bodies = off;

-- A version changes whenever a row is written. Label Studio touches a task behind every save and delete of its annotations and predictions.
CREATE FUNCTION changes_since(moment timestamptz, at_most bigint)
RETURNS TABLE (project_id bigint, task_id bigint, version bigint)
LANGUAGE sql STABLE AS $$
    (SELECT project_id::bigint, id::bigint, xmin::text::bigint FROM task WHERE updated_at > $1 LIMIT $2)
     UNION ALL
    (SELECT id::bigint, NULL, xmin::text::bigint FROM project WHERE updated_at > $1 LIMIT $2)
$$;
COMMENT ON FUNCTION changes_since(timestamptz, bigint) IS 'Tasks, and projects without a task, that Label Studio has touched since, and the versions of their rows; so many of each at most';

CREATE FUNCTION changed_projects_since(moment timestamptz)
RETURNS TABLE (project_id bigint, version bigint)
LANGUAGE sql STABLE AS $$
    SELECT project_id::bigint, sum(xmin::text::bigint)::bigint
      FROM task
     WHERE updated_at > $1 AND project_id IS NOT NULL
     GROUP BY project_id
$$;
COMMENT ON FUNCTION changed_projects_since(timestamptz) IS 'The projects of those tasks, and something that changes with every change of them';

-- PL/pgSQL, for a table may be missing. Statistics lag behind by some seconds, and forget when the server crashes.
CREATE FUNCTION written_rows()
RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT sum(pg_stat_get_tuples_inserted(name::regclass) + pg_stat_get_tuples_updated(name::regclass)
                       + pg_stat_get_tuples_deleted(name::regclass))
              FROM unnest(ARRAY['project', 'task', 'task_completion', 'prediction']) AS name
             WHERE current_setting('track_counts')::boolean);
EXCEPTION WHEN undefined_table THEN
    RETURN NULL;
END $$;
COMMENT ON FUNCTION written_rows() IS
    'How many rows have been written to the tables that agreement is computed from: while it stays the same, nothing has changed. Null: nobody knows';
