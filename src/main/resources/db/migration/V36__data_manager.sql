-- Projects whose agreement is written to Label Studio's Data Manager, as predictions of a model version of its own. No score is kept here: what
-- is to be written is what differs between task_agreement and Label Studio's predictions, so a crash in between loses and doubles nothing.

CREATE TABLE data_manager (
    project_id       bigint      PRIMARY KEY,
    is_wanted        boolean     NOT NULL DEFAULT true,
    since            timestamptz NOT NULL DEFAULT now(),
    written          bigint,
    walking          bigint      NOT NULL DEFAULT 0,
    walked_to        bigint      NOT NULL DEFAULT 0,
    walked_at        timestamptz,
    written_at       timestamptz,
    unanswered_until timestamptz,
    last_error       text,
    failed_at        timestamptz,
    attempt          integer     NOT NULL DEFAULT 0,
    fruitless        integer     NOT NULL DEFAULT 0,
    lease_until      timestamptz,
    not_before       timestamptz,
    served_at        timestamptz
) WITH (fillfactor = 50);
COMMENT ON TABLE data_manager IS 'Projects whose agreement is in Label Studio''s Data Manager, or is being taken out of it. A project that has no row has no predictions of ours';
COMMENT ON COLUMN data_manager.is_wanted IS 'False: all predictions are to be taken out, and then the row goes, too';
COMMENT ON COLUMN data_manager.since IS 'When it was switched on last';
COMMENT ON COLUMN data_manager.written IS 'consensus.changes when the last walk over all tasks began; null: another one is due in any case';
COMMENT ON COLUMN data_manager.walking IS 'The same of the walk under way';
COMMENT ON COLUMN data_manager.walked_to IS 'The last task that the walk under way has looked at; 0: none is under way';
COMMENT ON COLUMN data_manager.walked_at IS 'When all tasks had been looked at';
COMMENT ON COLUMN data_manager.written_at IS 'When something was written to Label Studio last';
COMMENT ON COLUMN data_manager.unanswered_until IS
    'Until when Label Studio may still carry out a request whose answer nobody has seen: before that a project is never taken for cleared';
COMMENT ON COLUMN data_manager.last_error IS 'Why the last attempt broke off; null once one has come to its end';
COMMENT ON COLUMN data_manager.attempt IS 'The fence: a worker writes only while it is the attempt that the worker has claimed';
COMMENT ON COLUMN data_manager.fruitless IS 'Attempts that broke off since one came to its end';
COMMENT ON COLUMN data_manager.served_at IS 'When it was claimed last';

-- Of the tables that Label Studio has, as in the functions before.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION scored_predictions(task bigint, version text)
RETURNS TABLE (id bigint, score float8)
LANGUAGE sql STABLE AS $$
    SELECT id::bigint, score FROM prediction WHERE task_id = $1 AND model_version = $2
$$;
COMMENT ON FUNCTION scored_predictions(bigint, text) IS 'The predictions of a version on a task, with their scores, in no order';

CREATE FUNCTION predicted_tasks(project bigint, version text, at_most bigint)
RETURNS TABLE (task_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT task_id::bigint
      FROM (SELECT task_id FROM prediction WHERE project_id = $1 AND model_version = $2 LIMIT $3) AS found
$$;
COMMENT ON FUNCTION predicted_tasks(bigint, text, bigint) IS 'The tasks of so many predictions of a version in a project, with each prediction one';

CREATE FUNCTION prediction_totals(project bigint, version text)
RETURNS TABLE (predictions bigint, of_version bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT count(*), count(*) FILTER (WHERE model_version = $2) FROM prediction WHERE project_id = $1
$$;
COMMENT ON FUNCTION prediction_totals(bigint, text) IS 'How many predictions a project has in all, and of a version';

CREATE FUNCTION shown_model_version(project bigint)
RETURNS TABLE (project_id bigint, organization_id bigint, model_version text)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT p.id::bigint, p.organization_id::bigint, p.model_version::text
      FROM (SELECT NULL::timestamptz AS deleted_at) AS older
     CROSS JOIN LATERAL (
           SELECT id, organization_id, model_version, deleted_at FROM project WHERE id = $1) AS p
     WHERE p.deleted_at IS NULL
$$;
COMMENT ON FUNCTION shown_model_version(bigint) IS 'The version of a model whose predictions a project shows; no row when there is no project, or it is deleted';

-- The same as before, but that predictions of ours are no model's, as long as there are any.
CREATE OR REPLACE FUNCTION model_versions_of(project bigint, at_most bigint)
RETURNS TABLE (version text)
LANGUAGE sql STABLE AS $$
    SELECT version
      FROM (SELECT model_version::text AS version, max(id) AS newest
              FROM (SELECT model_version, id FROM prediction WHERE project_id = $1
                     UNION ALL
                    SELECT p.model_version, p.id
                      FROM prediction p
                      JOIN task t ON t.id = p.task_id
                     WHERE p.project_id IS NULL AND t.project_id = $1) AS predicted
             WHERE length(model_version) BETWEEN 1 AND 255
               AND (model_version <> 'agreement' OR NOT EXISTS (SELECT FROM agreement.data_manager WHERE project_id = $1))
             GROUP BY model_version
             ORDER BY newest DESC LIMIT $2) AS newest
$$;

CREATE OR REPLACE FUNCTION model_versions_on(task bigint, at_most bigint)
RETURNS TABLE (version text)
LANGUAGE sql STABLE AS $$
    SELECT version
      FROM (SELECT model_version::text AS version, max(id) AS newest
              FROM prediction
             WHERE task_id = $1 AND length(model_version) BETWEEN 1 AND 255
               AND (model_version <> 'agreement'
                    OR NOT EXISTS (SELECT
                                     FROM task t
                                     JOIN agreement.data_manager d ON d.project_id = t.project_id
                                    WHERE t.id = $1))
             GROUP BY model_version
             ORDER BY newest DESC LIMIT $2) AS newest
$$;

CREATE OR REPLACE FUNCTION model_totals(project bigint, versions text[], at_most bigint)
RETURNS TABLE (version text, predictions bigint, last_active timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT model_version::text, count(*), max(updated_at)
      FROM prediction
     WHERE project_id = $1 AND model_version <> ''
       AND (model_version <> 'agreement' OR NOT EXISTS (SELECT FROM agreement.data_manager WHERE project_id = $1))
       AND ($2 IS NULL OR model_version = ANY ($2))
     GROUP BY model_version
     ORDER BY max(updated_at) DESC, model_version LIMIT $3
$$;
