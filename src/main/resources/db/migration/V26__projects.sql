SET LOCAL check_function_bodies = off;

CREATE FUNCTION titled_projects_of(organization bigint)
RETURNS TABLE (id bigint, title text)
LANGUAGE sql STABLE AS $$
    SELECT p.id::bigint, p.title::text
      FROM (SELECT NULL::timestamptz AS deleted_at) AS older
     CROSS JOIN LATERAL (SELECT id, title, deleted_at FROM project WHERE organization_id = $1) AS p
     WHERE p.deleted_at IS NULL
$$;
COMMENT ON FUNCTION titled_projects_of(bigint) IS 'The projects of an organization that are not deleted, with their titles';
