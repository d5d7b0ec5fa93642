-- Changes whose date is older than what is settled, because Label Studio's clock was set back: found by the numbers of their transactions.

ALTER TABLE change_watch ADD COLUMN searched_from bigint;
COMMENT ON COLUMN change_watch.searched_from IS
    'What transactions below this number have written has been noticed whatever its date, if that is less than a day old; null: nothing has been searched yet';

-- Of the tables that Label Studio has, as in the functions before.
SET LOCAL check_function_bodies = off;

-- The age of a number is how many transactions ago that was. It may be one that is still to come, after a database was restored elsewhere.
CREATE FUNCTION late_changes(moment timestamptz, number bigint, at_most bigint)
RETURNS TABLE (project_id bigint, task_id bigint, version bigint)
LANGUAGE sql STABLE AS $$
    (SELECT project_id::bigint, id::bigint, xmin::text::bigint
       FROM task
      WHERE updated_at > $1 - interval '1 day' AND updated_at <= $1 AND age(xmin) <= age($2::text::xid8::xid)
      LIMIT $3)
     UNION ALL
    (SELECT id::bigint, NULL, xmin::text::bigint
       FROM project
      WHERE updated_at > $1 - interval '1 day' AND updated_at <= $1 AND age(xmin) <= age($2::text::xid8::xid)
      LIMIT $3)
$$;
COMMENT ON FUNCTION late_changes(timestamptz, bigint, bigint) IS
    'Tasks, and projects without a task, with a date of the day before the moment that was written by a transaction of this number or a later one; so many of each at most';
