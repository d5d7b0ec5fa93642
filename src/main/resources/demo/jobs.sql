-- Jobs of the demo organization in all five states. Runs once: where there are jobs, nothing is added.
--
-- They are history: the matrices that the ended ones made are not there, so a backfill of their projects computes them. Those in
-- flight stay as they are, for people to look at: the RUNNING one is another worker's, whose lease does not run out, and the
-- others rest. They can be cancelled like any other.

INSERT INTO agreement.organization_administrator
SELECT 1, 2 WHERE NOT EXISTS (SELECT FROM agreement.backfill_job);

INSERT INTO agreement.backfill_job (organization_id, project_id, status, rq_job_id, triggered_by_id, triggered_by, created_at,
                                    started_at, completed_at, error_message,
                                    tasks_total, tasks_processed, tasks_skipped, matrices_created, errors, last_error,
                                    attempt, worker, lease_until, not_before)
SELECT organization_id, project_id, status, CASE WHEN status <> 'PENDING' THEN gen_random_uuid() END,
       person.id, person.email, now() - asked, now() - started, now() - ended, error_message,
       tasks_total, tasks_processed, tasks_skipped, matrices_created, errors, last_error,
       CASE WHEN started IS NULL THEN 0 ELSE 1 END,
       CASE WHEN status = 'RUNNING' THEN 'elsewhere' END,
       CASE WHEN status = 'RUNNING' THEN timestamptz 'infinity' END,
       CASE WHEN status IN ('PENDING', 'QUEUED') THEN timestamptz 'infinity' END
  FROM (VALUES
    (1,  1, 1, 'COMPLETED', interval '26 h',   interval '26 h',     interval '25 h',     '', 5950, 5950,  50, 5900, 0, null),
    (1,  1, 1, 'COMPLETED', interval '2 h',    interval '119 min',  interval '110 min',  '', 6000, 6000, 5950,  50, 0, null),
    (1,  2, 1, 'COMPLETED', interval '100 min', interval '99 min',  interval '80 min',   '', 12000, 12000, 0, 11999, 1, 'task 7045: "box": width is no number in range'),
    (1,  3, 2, 'RUNNING',   interval '9 min',  interval '8 min',    null,                '', 3000, 2100, 100, 2000, 0, null),
    (1,  4, 2, 'QUEUED',    interval '8 min',  null,                null,                '',    0,    0,   0,    0, 0, null),
    (1,  5, 2, 'QUEUED',    interval '8 min',  null,                null,                '',    0,    0,   0,    0, 0, null),
    (1,  6, 2, 'PENDING',   interval '7 min',  null,                null,                '',    0,    0,   0,    0, 0, null),
    (1,  7, 1, 'FAILED',    interval '3 h',    interval '179 min',  interval '170 min',  'Cancelled by owner@demo.example', 800, 350, 0, 350, 0, null),
    (1,  8, 1, 'COMPLETED', interval '4 h',    interval '239 min',  interval '230 min',  '',  450,  450,  30,  420, 0, null),
    (2, 13, 6, 'COMPLETED', interval '1 h',    interval '59 min',   interval '58 min',   '',   10,   10,   0,   10, 0, null)
  ) AS job (organization_id, project_id, user_id, status, asked, started, ended, error_message,
            tasks_total, tasks_processed, tasks_skipped, matrices_created, errors, last_error)
  JOIN htx_user person ON person.id = job.user_id
 WHERE NOT EXISTS (SELECT FROM agreement.backfill_job)
 ORDER BY asked DESC;

-- Those of the projects that are worth looking at are done by this process's own worker, at once.
INSERT INTO agreement.backfill_job (organization_id, project_id, status, rq_job_id, triggered_by_id, triggered_by, created_at)
SELECT 1, project, 'QUEUED', gen_random_uuid(), 1, 'owner@demo.example', now()
  FROM generate_series(14, 21) AS project
 WHERE NOT EXISTS (SELECT FROM agreement.backfill_job WHERE project_id = project);
