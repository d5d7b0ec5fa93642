-- What is asked of single tasks.

CREATE FUNCTION pair_score(participants bigint[], scores float8[], one bigint, other bigint)
RETURNS float8
LANGUAGE sql IMMUTABLE AS $$
    SELECT $2[(i - 1) * n - i * (i - 1) / 2 + j - i]
      FROM (SELECT array_position($1, least($3, $4)) AS i, array_position($1, greatest($3, $4)) AS j, cardinality($1) AS n) AS at
     WHERE i < j
$$;
COMMENT ON FUNCTION pair_score(bigint[], float8[], bigint, bigint) IS
    'The score of two participants in a matrix; null when one of them takes no part, or it is not defined';

CREATE FUNCTION uses_label(answers text[], labels text[], label text)
RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce($3 = ANY ($2), false)
        OR EXISTS (SELECT FROM unnest($1) AS answer
                    WHERE answer LIKE '[%'
                      AND (answer::jsonb @> jsonb_build_array($3)
                           OR answer::jsonb @> jsonb_build_array(to_jsonb(string_to_array($3, ' / ')))))
$$;
COMMENT ON FUNCTION uses_label(text[], text[], text) IS 'Whether a participant in a matrix uses a label: chooses it, or marks a region with it';

SET LOCAL check_function_bodies = off;

CREATE FUNCTION model_versions_on(task bigint, at_most bigint)
RETURNS TABLE (version text)
LANGUAGE sql STABLE AS $$
    SELECT version
      FROM (SELECT model_version::text AS version, max(id) AS newest
              FROM prediction
             WHERE task_id = $1 AND length(model_version) BETWEEN 1 AND 255
             GROUP BY model_version
             ORDER BY newest DESC LIMIT $2) AS newest
$$;
COMMENT ON FUNCTION model_versions_on(bigint, bigint) IS 'The versions of models that predicted on a task last';
