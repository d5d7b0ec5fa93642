-- Eight projects whose figures are worth looking at: a good one, one in which a pair disagrees, one with a careless annotator, one with
-- models, one with labels that are taken for each other, boxes, spans, texts. Whatever looks like chance is a hash, so that each start
-- of the demo shows the same.

CREATE FUNCTION pg_temp.chance(of text) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || substr(md5(of), 1, 8))::bit(32)::bigint / 4294967296.0
$$;

-- One of these, each with its weight of 100.
CREATE FUNCTION pg_temp.one_of(choices text[], weights int[], of text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT choices[1 + (SELECT count(*) FROM generate_subscripts(weights, 1) AS i
                         WHERE (SELECT sum(w) FROM unnest(weights[1:i]) AS w) <= pg_temp.chance(of) * 100)]
$$;

CREATE FUNCTION pg_temp.choice(control text, object text, value text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('id', control, 'from_name', control, 'to_name', object, 'type', 'choices',
                              'value', jsonb_build_object('choices', jsonb_build_array(value)))
$$;

INSERT INTO task (data, project_id, created_at, updated_at, is_labeled, overlap, inner_id, total_annotations,
                  cancelled_annotations, total_predictions, comment_count, unresolved_comment_count)
SELECT jsonb_build_object('text', 'Text ' || n, 'image', 'https://demo.example/' || n || '.jpg'), project, now(), now(),
       true, 4, n, 4, 0, 0, 0, 0
  FROM (VALUES (14, 600), (15, 500), (16, 400), (17, 400), (18, 500), (19, 200), (20, 200), (21, 150)) AS size (project, tasks)
 CROSS JOIN LATERAL generate_series(1, tasks) AS n;

-- The right answer of each task, as far as one word says it.
CREATE TEMPORARY VIEW truth AS
SELECT id AS task_id, project_id, inner_id AS n,
       CASE project_id
       WHEN 14 THEN pg_temp.one_of('{Billing,Technical,Account,Other}', '{35,40,15,10}', id || 'right')
       WHEN 15 THEN pg_temp.one_of('{Fine,Rude,Toxic}', '{55,30,15}', id || 'right')
       WHEN 16 THEN pg_temp.one_of('{Normal,Pneumonia,Effusion}', '{60,25,15}', id || 'right')
       WHEN 17 THEN pg_temp.one_of('{Question,Complaint,Order,Greeting}', '{40,25,20,15}', id || 'right')
       WHEN 18 THEN pg_temp.one_of('{Crow,Raven,Sparrow,Finch,Owl}', '{25,20,25,20,10}', id || 'right')
       END AS right_answer
  FROM task WHERE project_id BETWEEN 14 AND 21;

-- Who answers what: skill of 100 is right, whoever is wrong says something else, and some have habits.
CREATE TEMPORARY VIEW answer AS
SELECT truth.*, annotator, pg_temp.chance(task_id || 'by' || annotator) AS luck,
       CASE
       WHEN project_id = 15 AND annotator = 10 AND right_answer = 'Rude' AND pg_temp.chance(task_id || 'strict') < 0.8 THEN 'Toxic'
       WHEN project_id = 15 AND annotator = 9 AND right_answer = 'Rude' AND pg_temp.chance(task_id || 'mild') < 0.7 THEN 'Fine'
       WHEN project_id = 16 AND annotator = 11 THEN pg_temp.one_of('{Normal,Pneumonia,Effusion}', '{80,12,8}', task_id || 'careless')
       WHEN project_id = 18 AND right_answer IN ('Crow', 'Raven') AND pg_temp.chance(task_id || 'black' || annotator) < 0.35
            THEN CASE right_answer WHEN 'Crow' THEN 'Raven' ELSE 'Crow' END
       WHEN project_id = 18 AND right_answer IN ('Sparrow', 'Finch') AND pg_temp.chance(task_id || 'small' || annotator) < 0.2
            THEN CASE right_answer WHEN 'Sparrow' THEN 'Finch' ELSE 'Sparrow' END
       WHEN pg_temp.chance(task_id || 'by' || annotator) < skill / 100.0 THEN right_answer
       ELSE CASE project_id
            WHEN 14 THEN pg_temp.one_of('{Billing,Technical,Account,Other}', '{30,30,20,20}', task_id || 'wrong' || annotator)
            WHEN 15 THEN pg_temp.one_of('{Fine,Rude,Toxic}', '{40,40,20}', task_id || 'wrong' || annotator)
            WHEN 16 THEN pg_temp.one_of('{Normal,Pneumonia,Effusion}', '{50,30,20}', task_id || 'wrong' || annotator)
            WHEN 17 THEN pg_temp.one_of('{Question,Complaint,Order,Greeting}', '{30,30,20,20}', task_id || 'wrong' || annotator)
            ELSE pg_temp.one_of('{Crow,Raven,Sparrow,Finch,Owl}', '{25,25,20,20,10}', task_id || 'wrong' || annotator)
            END
       END AS said
  FROM truth
  JOIN (VALUES
    (14, 3, 97), (14, 7, 95), (14, 8, 96), (14, 9, 94),
    (15, 3, 85), (15, 7, 82), (15, 9, 85), (15, 10, 85), (15, 12, 80),
    (16, 3, 90), (16, 8, 88), (16, 10, 92), (16, 11, 50), (16, 12, 86),
    (17, 7, 90), (17, 8, 86), (17, 12, 88),
    (18, 3, 92), (18, 8, 90), (18, 9, 88), (18, 10, 91), (18, 12, 89),
    (19, 3, 90), (19, 7, 85), (19, 9, 60),
    (20, 8, 90), (20, 10, 85), (20, 12, 80),
    (21, 7, 85), (21, 9, 80), (21, 11, 70)
  ) AS annotators (project, annotator, skill) ON project = project_id
 -- Not everybody answers every task.
 WHERE pg_temp.chance(task_id || 'seen' || annotator) < 0.85;

INSERT INTO task_completion (task_id, project_id, completed_by_id, was_cancelled, ground_truth, created_at, updated_at, lead_time,
                             result_count, result)
SELECT task_id, project_id, annotator, luck > 0.985, false, at, at,
       round(((5 + 40 * pg_temp.chance(task_id || 'time' || annotator)) * CASE annotator WHEN 11 THEN 0.3 ELSE 1 END)::numeric, 2), 1,
       CASE project_id
       WHEN 15 THEN jsonb_build_array(pg_temp.choice('tone', 'text', said),
            pg_temp.choice('target', 'text', CASE WHEN said = 'Fine' THEN 'Nobody' WHEN pg_temp.chance(task_id || 'target') < 0.6
                 THEN CASE WHEN luck < 0.85 THEN 'A person' ELSE 'A group' END ELSE 'A group' END))
       WHEN 19 THEN (
            SELECT jsonb_agg(jsonb_build_object('id', 'r' || k, 'from_name', 'sign', 'to_name', 'img', 'type', 'rectanglelabels',
                   'original_width', 1280, 'original_height', 720, 'image_rotation', 0,
                   'value', jsonb_build_object('x', 8 + k * 28 + wobble, 'y', 20 + wobble, 'width', 16 + wobble, 'height', 22, 'rotation', 0,
                   'rectanglelabels', jsonb_build_array((ARRAY['Stop', 'Yield', 'Speed limit'])
                        [1 + (n + k + CASE WHEN pg_temp.chance(task_id || 'sign' || k || annotator) > 0.94 THEN 1 ELSE 0 END) % 3]))))
              FROM generate_series(0, (n % 3)::int) AS k,
                   LATERAL (SELECT round((6 * pg_temp.chance(task_id || 'at' || k || annotator)
                            * CASE annotator WHEN 9 THEN 1.6 ELSE 0.7 END)::numeric, 2) AS wobble) AS hand)
       WHEN 20 THEN (
            SELECT jsonb_agg(jsonb_build_object('id', 's' || k, 'from_name', 'name', 'to_name', 'text', 'type', 'labels',
                   'value', jsonb_build_object('start', k * 60, 'end', k * 60 + 14 + slip, 'text', 'A name',
                   'labels', jsonb_build_array((ARRAY['Party', 'Date', 'Amount'])[1 + k]))))
              FROM generate_series(0, 2) AS k,
                   LATERAL (SELECT floor(6 * pg_temp.chance(task_id || 'end' || k || annotator))::int AS slip) AS hand
             WHERE k = 0 OR pg_temp.chance(task_id || 'found' || k || annotator) < 0.9)
       WHEN 21 THEN jsonb_build_array(jsonb_build_object('id', 't', 'from_name', 'description', 'to_name', 'img', 'type', 'textarea',
            'value', jsonb_build_object('text', jsonb_build_array(
                 'A ' || (ARRAY['red', 'blue', 'plain', 'striped'])[1 + n % 4] || ' '
                 || (ARRAY['shirt', 'mug', 'lamp'])[1 + n % 3]
                 || CASE WHEN luck < 0.4 THEN '' WHEN luck < 0.7 THEN ' on a white ground' ELSE ', seen from the side' END))))
       ELSE jsonb_build_array(pg_temp.choice(
            CASE project_id WHEN 14 THEN 'team' WHEN 16 THEN 'finding' WHEN 17 THEN 'intent' ELSE 'bird' END,
            CASE project_id WHEN 16 THEN 'img' WHEN 18 THEN 'img' ELSE 'text' END, said))
       END
  FROM answer
 CROSS JOIN LATERAL (SELECT now() - interval '20 days' * pg_temp.chance(task_id || 'when' || annotator) AS at) AS moment;

-- One task in eight has an answer that somebody has checked.
INSERT INTO task_completion (task_id, project_id, completed_by_id, was_cancelled, ground_truth, created_at, updated_at, result_count, result)
SELECT task_id, project_id, 2, false, true, now() - interval '21 days', now() - interval '21 days', 1,
       CASE project_id
       WHEN 15 THEN jsonb_build_array(pg_temp.choice('tone', 'text', right_answer), pg_temp.choice('target', 'text',
            CASE WHEN right_answer = 'Fine' THEN 'Nobody' WHEN pg_temp.chance(task_id || 'target') < 0.6 THEN 'A person' ELSE 'A group' END))
       ELSE jsonb_build_array(pg_temp.choice(CASE project_id WHEN 16 THEN 'finding' ELSE 'intent' END,
            CASE project_id WHEN 16 THEN 'img' ELSE 'text' END, right_answer))
       END
  FROM truth WHERE project_id IN (15, 16, 17) AND n % 8 = 0;

-- Two versions of a model, of which the second is the better one.
INSERT INTO prediction (task_id, project_id, model_version, score, mislabeling, created_at, updated_at, result)
SELECT task_id, project_id, version, 0.9, 0, now() - age, now() - age,
       jsonb_build_array(pg_temp.choice('intent', 'text',
            CASE WHEN pg_temp.chance(task_id || version) < skill THEN right_answer
                 ELSE pg_temp.one_of('{Question,Complaint,Order,Greeting}', '{50,25,15,10}', task_id || version || 'wrong') END))
  FROM truth
 CROSS JOIN (VALUES ('v1', 0.66, interval '9 days'), ('v2', 0.87, interval '2 days')) AS model (version, skill, age)
 WHERE project_id = 17;

ANALYZE task, task_completion, prediction;
