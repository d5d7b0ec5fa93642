-- Tasks of the demo projects with annotations worth comparing, by three people who mostly agree. Enough street scenes that
-- their backfill can be watched.

INSERT INTO task (data, project_id, created_at, updated_at, is_labeled, overlap, inner_id, total_annotations,
                  cancelled_annotations, total_predictions, comment_count, unresolved_comment_count)
SELECT jsonb_build_object('text', 'Review ' || n, 'image', 'https://demo.example/' || n || '.jpg'), project, now(), now(),
       true, 3, n, 3, 0, 0, 0, 0
  FROM (VALUES (1, 6000), (2, 12000), (3, 3000), (5, 2000), (6, 1000), (11, 1000)) AS size (project, tasks)
 CROSS JOIN LATERAL generate_series(1, tasks) AS n;

-- One in four differs from what most people think.
INSERT INTO task_completion (task_id, project_id, completed_by_id, was_cancelled, ground_truth, created_at, updated_at,
                             result_count, result)
SELECT task.id, project_id, annotator, false, false, now(), now(), 1,
       CASE project_id
       WHEN 1 THEN jsonb_build_array(jsonb_build_object('id', 'c', 'from_name', 'sentiment', 'to_name', 'text', 'type', 'choices',
            'value', jsonb_build_object('choices', jsonb_build_array((ARRAY['Positive', 'Neutral', 'Negative'])[1 + opinion % 3]))))
       WHEN 2 THEN (
            SELECT jsonb_agg(jsonb_build_object('id', 'b' || n, 'from_name', 'box', 'to_name', 'img', 'type', 'rectanglelabels',
                   'original_width', 1280, 'original_height', 720, 'image_rotation', 0,
                   'value', jsonb_build_object('x', 5 + n * 18 + opinion % 4, 'y', 20 + opinion % 5, 'width', 14, 'height', 25,
                   'rotation', 0, 'rectanglelabels', jsonb_build_array((ARRAY['Car', 'Pedestrian', 'Bicycle'])[1 + n % 3]))))
              FROM generate_series(0, 2 + inner_id::int % 3) AS n)
       WHEN 3 THEN jsonb_build_array(jsonb_build_object('id', 's', 'from_name', 'entity', 'to_name', 'text', 'type', 'labels',
            'value', jsonb_build_object('start', 3, 'end', 9 + opinion % 4, 'text', 'Somebody', 'labels', jsonb_build_array('Person'))))
       WHEN 5 THEN jsonb_build_array(jsonb_build_object('id', 'r', 'from_name', 'quality', 'to_name', 'img', 'type', 'rating',
            'value', jsonb_build_object('rating', 1 + opinion % 5)))
       WHEN 6 THEN jsonb_build_array(jsonb_build_object('id', 'n', 'from_name', 'cells', 'to_name', 'img', 'type', 'number',
            'value', jsonb_build_object('number', 10 + opinion % 30)))
       ELSE jsonb_build_array(jsonb_build_object('id', 't', 'from_name', 'topics', 'to_name', 'text', 'type', 'choices',
            'value', jsonb_build_object('choices', jsonb_build_array('Sports', (ARRAY['Politics', 'Technology'])[1 + opinion % 2]))))
       END
  FROM (SELECT t.id, t.project_id, t.inner_id, annotator,
               (t.inner_id * 7 + CASE WHEN (t.inner_id * 13 + annotator * 5) % 4 = 0 THEN annotator ELSE 0 END)::int AS opinion
          FROM task t
         CROSS JOIN (VALUES (3), (7), (8)) AS person (annotator)) AS task;

ANALYZE task, task_completion;
