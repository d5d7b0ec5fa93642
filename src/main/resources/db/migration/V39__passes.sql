-- Of the tables that Label Studio has, as in the functions before. A function with a table for its result becomes part of the statement that
-- calls it, so that the planner knows which project it is for.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION tasks_with_annotations(project bigint)
RETURNS TABLE (tasks bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT count(*)
      FROM task t
     WHERE t.project_id = $1 AND EXISTS (SELECT FROM task_completion c WHERE c.task_id = t.id AND NOT c.was_cancelled)
$$;
COMMENT ON FUNCTION tasks_with_annotations(bigint) IS 'How many tasks of a project somebody has submitted an annotation of';

COMMENT ON FUNCTION annotated_tasks(bigint) IS 'For processes of the version before, while they are replaced';
