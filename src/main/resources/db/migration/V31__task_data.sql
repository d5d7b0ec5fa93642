-- What is imported with the consensus of a task: what the task is about.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION task_data(project bigint, task bigint)
RETURNS TABLE (id bigint, data jsonb)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT id::bigint, data FROM task WHERE id = $2 AND project_id = $1
$$;
COMMENT ON FUNCTION task_data(bigint, bigint) IS 'What the task with this ID is about, if it is of this project';
