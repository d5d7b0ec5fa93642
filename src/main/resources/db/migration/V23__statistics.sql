-- What statistics of projects and members are made of: the settings of a project, and what Label Studio's own tables say about who
-- has done what. The functions follow the rules of V7.
SET LOCAL check_function_bodies = off;

CREATE TABLE project_settings (
    project_id          bigint PRIMARY KEY,
    agreement_threshold numeric(3, 2) CHECK (agreement_threshold BETWEEN 0 AND 1),
    methodology         varchar(16) CHECK (methodology IN ('pairwise', 'consensus')),
    updated_at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE project_settings IS 'What somebody chose for a project; no row, or null, means the default';
COMMENT ON COLUMN project_settings.agreement_threshold IS 'Tasks with less agreement count as low; null: 0.5';
COMMENT ON COLUMN project_settings.methodology IS 'null: that of the organization';

CREATE FUNCTION configured_project(project bigint)
RETURNS TABLE (
    id bigint, organization_id bigint, label_config text, control_weights jsonb, agreement_threshold numeric, methodology text)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT p.id, p.organization_id, p.label_config, p.control_weights,
           coalesce(chosen.agreement_threshold, 0.5),
           coalesce(chosen.methodology, organization.methodology, 'pairwise')
      FROM agreement.live_project($1) AS p
      LEFT JOIN agreement.project_settings AS chosen ON chosen.project_id = p.id
      LEFT JOIN agreement.organization_settings AS organization ON organization.organization_id = p.organization_id
$$;
COMMENT ON FUNCTION configured_project(bigint) IS
    'The project with this ID and what holds for it, defaults included; no row when there is none, or it is deleted';

CREATE FUNCTION finished_tasks(project bigint)
RETURNS TABLE (tasks bigint, finished bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT count(*), count(*) FILTER (WHERE is_labeled) FROM task WHERE project_id = $1
$$;
COMMENT ON FUNCTION finished_tasks(bigint) IS 'How many tasks a project has, and how many have all the annotations that they need';

CREATE FUNCTION finished_tasks(project bigint, annotator bigint)
RETURNS TABLE (tasks bigint, finished bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT (SELECT count(*) FROM task WHERE project_id = $1),
           (SELECT count(DISTINCT task_id)
              FROM task_completion
             WHERE project_id = $1 AND completed_by_id = $2 AND NOT was_cancelled)
$$;
COMMENT ON FUNCTION finished_tasks(bigint, bigint) IS 'How many tasks a project has, and how many an annotator has submitted an annotation of';

CREATE FUNCTION annotators_of(project bigint)
RETURNS TABLE (annotator_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT completed_by_id::bigint FROM task_completion WHERE project_id = $1 AND completed_by_id IS NOT NULL
$$;
COMMENT ON FUNCTION annotators_of(bigint) IS 'Who has submitted or skipped something in a project';

CREATE FUNCTION annotated_tasks(project bigint)
RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT task_id) FROM task_completion WHERE project_id = $1 AND NOT was_cancelled
$$;
COMMENT ON FUNCTION annotated_tasks(bigint) IS 'How many tasks of a project somebody has submitted an annotation of';

-- Clients send lead times. What is negative, more than thirty years or no number at all is no time that a person took, and sums of
-- such may be out of range.
CREATE FUNCTION annotator_totals(project bigint, annotators bigint[])
RETURNS TABLE (
    annotator_id bigint, submitted bigint, skipped bigint, total_time double precision, mean_time double precision,
    median_time double precision, last_active timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT completed_by_id::bigint,
           count(*) FILTER (WHERE NOT was_cancelled),
           count(*) FILTER (WHERE was_cancelled),
           sum(lead_time) FILTER (WHERE NOT was_cancelled AND lead_time BETWEEN 0 AND 1e9),
           avg(lead_time) FILTER (WHERE NOT was_cancelled AND lead_time BETWEEN 0 AND 1e9),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY lead_time)
               FILTER (WHERE NOT was_cancelled AND lead_time BETWEEN 0 AND 1e9),
           max(updated_at)
      FROM task_completion
     WHERE project_id = $1 AND completed_by_id IS NOT NULL
       AND ($2 IS NULL OR completed_by_id = ANY ($2))
     GROUP BY completed_by_id
$$;
COMMENT ON FUNCTION annotator_totals(bigint, bigint[]) IS
    'What annotators, or with null all, have done in a project, in one pass. Times are seconds per submitted annotation';

CREATE FUNCTION model_totals(project bigint, versions text[], at_most bigint)
RETURNS TABLE (version text, predictions bigint, last_active timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT model_version::text, count(*), max(updated_at)
      FROM prediction
     WHERE project_id = $1 AND model_version <> ''
       AND ($2 IS NULL OR model_version = ANY ($2))
     GROUP BY model_version
     ORDER BY max(updated_at) DESC, model_version LIMIT $3
$$;
COMMENT ON FUNCTION model_totals(bigint, text[], bigint) IS
    'How much model versions, or with null all, have predicted in a project; the newest so many';

CREATE FUNCTION live_members(organization bigint, users bigint[])
RETURNS TABLE (user_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT m.user_id::bigint
      FROM (SELECT NULL::timestamptz AS deleted_at) AS older
     CROSS JOIN LATERAL (
           SELECT user_id, deleted_at
             FROM organizations_organizationmember
            WHERE organization_id = $1 AND user_id = ANY ($2)) AS m
     WHERE m.deleted_at IS NULL
$$;
COMMENT ON FUNCTION live_members(bigint, bigint[]) IS 'Those of the users who are members of an organization';

CREATE FUNCTION person(user_id bigint)
RETURNS TABLE (id bigint, email text, username text, first_name text, last_name text, avatar text)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT u.id::bigint, u.email::text, u.username::text, u.first_name::text, u.last_name::text,
           '/data/' || nullif(u.avatar, '')
      FROM (SELECT false AS is_deleted) AS older
     CROSS JOIN LATERAL (
           SELECT id, email, username, first_name, last_name, avatar, is_deleted FROM htx_user WHERE id = $1) AS u
     WHERE NOT u.is_deleted
$$;
COMMENT ON FUNCTION person(bigint) IS 'A user as others see them; the avatar is a path at Label Studio''s address, null without one';
