-- All that is read of Label Studio's tables, in one place: whoever asks for projects, accounts, tasks or annotations asks these
-- functions, so that another source can stand in for them.
--
-- Bodies are strings, not BEGIN ATOMIC, and nothing refers to a table's row type: so nothing of ours depends on Label Studio's
-- tables in the catalog, and its migrations may alter and drop what they like. For the same reason there are no views.
-- Bodies are not checked now, either: Label Studio may create its tables later.
--
-- Functions in SQL that return rows, are STABLE, not STRICT, and set nothing are inlined: PostgreSQL plans the tables in them
-- together with the statement that asks. IDs are bigint here, and integer or bigint there, depending on the version. What
-- is to be found by an index is therefore a parameter, compared with the column as it is; a column cast to bigint has no index.
--
-- Versions differ in their columns. An optional one is selected beside a column "older" of the same name: where the table
-- has it, it is meant, else the outer one, which has the default. So Label Studio may be upgraded while Interrater runs.
-- What it has deleted softly (users, members, projects) is not there at all.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION live_project(project bigint)
RETURNS TABLE (id bigint, organization_id bigint, label_config text, control_weights jsonb)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT p.id::bigint, p.organization_id::bigint, p.label_config, p.control_weights
      FROM (SELECT NULL::timestamptz AS deleted_at) AS older
     CROSS JOIN LATERAL (
           SELECT id, organization_id, label_config, control_weights, deleted_at FROM project WHERE id = $1) AS p
     WHERE p.deleted_at IS NULL
$$;
COMMENT ON FUNCTION live_project(bigint) IS 'The project with this ID; no row when there is none, or it is deleted';

CREATE FUNCTION project_exists(project bigint)
RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM project WHERE id = $1)
$$;
COMMENT ON FUNCTION project_exists(bigint) IS
    'Whether Label Studio has the project at all. One that it deleted softly can be restored, until it is purged';

CREATE FUNCTION live_projects_of(organization bigint)
RETURNS TABLE (id bigint)
LANGUAGE sql STABLE AS $$
    SELECT p.id::bigint
      FROM (SELECT NULL::timestamptz AS deleted_at) AS older
     CROSS JOIN LATERAL (SELECT id, deleted_at FROM project WHERE organization_id = $1) AS p
     WHERE p.deleted_at IS NULL
$$;
COMMENT ON FUNCTION live_projects_of(bigint) IS 'The projects of an organization that are not deleted';

-- A condition with a subquery is never inlined. PL/pgSQL keeps its plan, and a function in SQL would be planned at each call.
CREATE FUNCTION has_project(organization bigint, project bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM agreement.live_project($2) p WHERE p.organization_id = $1);
END $$;
COMMENT ON FUNCTION has_project(bigint, bigint) IS
    'Whether the organization has the project. For one project, where no join is possible; many are to be joined with live_project';

CREATE FUNCTION user_of_token(token text)
RETURNS TABLE (user_id bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT user_id::bigint FROM authtoken_token WHERE key = $1
$$;
COMMENT ON FUNCTION user_of_token(text) IS 'Whose legacy token it is';

-- Nothing keeps a user from having several memberships in an organization.
CREATE FUNCTION account(user_id bigint)
RETURNS TABLE (id bigint, email text, organization_id bigint, member boolean, administrator boolean)
LANGUAGE sql STABLE ROWS 1 AS $$
    WITH member AS NOT MATERIALIZED (
        SELECT m.user_id, m.organization_id, m.role
          FROM (SELECT NULL::timestamptz AS deleted_at, NULL::text AS role) AS older
         CROSS JOIN LATERAL (
               SELECT user_id, organization_id, deleted_at, role FROM organizations_organizationmember) AS m
         WHERE m.deleted_at IS NULL
    )
    SELECT u.id::bigint,
           u.email::text,
           o.id::bigint,
           EXISTS (SELECT FROM member m WHERE m.user_id = u.id AND m.organization_id = o.id),
           coalesce(o.created_by_id = u.id, false)
               OR u.is_staff
               OR u.is_superuser
               OR EXISTS (SELECT FROM member m
                           WHERE m.user_id = u.id AND m.organization_id = o.id AND m.role IN ('OW', 'AD'))
      FROM (SELECT false AS is_deleted) AS older
     CROSS JOIN LATERAL (
           SELECT id, email, is_staff, is_superuser, is_active, active_organization_id, is_deleted
             FROM htx_user
            WHERE id = $1) AS u
      LEFT JOIN organization o ON o.id = u.active_organization_id
     WHERE u.is_active AND NOT u.is_deleted
$$;
COMMENT ON FUNCTION account(bigint) IS
    'An active user, with their active organization, whether they are a member of it, and whether its owner or, by Label Studio''s own means, an administrator';

-- The table may be missing, and a statement that names it cannot be planned then. PL/pgSQL plans each statement when it is
-- first run.
CREATE FUNCTION jwt_settings(organization bigint)
RETURNS TABLE (api_tokens_enabled boolean, legacy_api_tokens_enabled boolean)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
    IF to_regclass('jwt_auth_jwtsettings') IS NULL THEN
        RETURN QUERY SELECT true, true;
    ELSE
        RETURN QUERY SELECT coalesce(s.api_tokens_enabled, true), s.legacy_api_tokens_enabled
                       FROM (SELECT) AS one LEFT JOIN jwt_auth_jwtsettings s ON s.organization_id = $1;
    END IF;
END $$;
COMMENT ON FUNCTION jwt_settings(bigint) IS
    'Which tokens an organization accepts. "legacy" is null where it has never chosen; both are on in a Label Studio without the choice';
COMMENT ON FUNCTION jwt_settings() IS 'For processes of the version before, while they are replaced';

CREATE FUNCTION tasks_of(project bigint)
RETURNS TABLE (id bigint)
LANGUAGE sql STABLE AS $$
    SELECT id::bigint FROM task WHERE project_id = $1
$$;
COMMENT ON FUNCTION tasks_of(bigint) IS 'The tasks of a project';

CREATE FUNCTION tasks_after(project bigint, task bigint, at_most bigint)
RETURNS TABLE (id bigint)
LANGUAGE sql STABLE AS $$
    SELECT id::bigint FROM (SELECT id FROM task WHERE project_id = $1 AND id > $2 ORDER BY id LIMIT $3) AS page
$$;
COMMENT ON FUNCTION tasks_after(bigint, bigint, bigint) IS 'A page of the tasks of a project, in the order of their IDs';

CREATE FUNCTION task_of(project bigint, task bigint)
RETURNS TABLE (id bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT id::bigint FROM task WHERE id = $2 AND project_id = $1
$$;
COMMENT ON FUNCTION task_of(bigint, bigint) IS 'The task with this ID if it is of this project';

CREATE FUNCTION newest_annotations(task bigint)
RETURNS TABLE (annotator_id bigint, id bigint, updated_at timestamptz, version xid, result jsonb)
LANGUAGE sql STABLE ROWS 3 AS $$
    SELECT completed_by_id::bigint, id::bigint, updated_at, version, result
      FROM (SELECT DISTINCT ON (completed_by_id) completed_by_id, id, updated_at, xmin AS version, result
              FROM task_completion
             WHERE task_id = $1 AND NOT was_cancelled AND completed_by_id IS NOT NULL
             ORDER BY completed_by_id, updated_at DESC, id DESC) AS newest
$$;
COMMENT ON FUNCTION newest_annotations(bigint) IS
    'The newest annotation of each annotator of a task, in the order of their IDs. Skipped ones and those of deleted users do not count. A version changes whenever the row is written';

CREATE FUNCTION annotations(annotations bigint[])
RETURNS TABLE (id bigint, result jsonb)
LANGUAGE sql STABLE AS $$
    SELECT id::bigint, result FROM task_completion WHERE id = ANY ($1)
$$;
COMMENT ON FUNCTION annotations(bigint[]) IS 'The annotations with these IDs, in no order';
