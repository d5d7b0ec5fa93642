-- The demo organization: its people with their tokens, and twenty projects of different kinds. A second organization beside it.

INSERT INTO organization (id, title, token, created_at, updated_at) VALUES
    (1, 'Demo',     'demo-invite',     now(), now()),
    (2, 'Stranger', 'stranger-invite', now(), now());

INSERT INTO htx_user (id, email, username, first_name, last_name, is_active, is_deleted, active_organization_id,
                      password, is_superuser, phone, avatar, is_staff, date_joined, activity_at, last_activity)
SELECT id, email, split_part(email, '@', 1), first_name, last_name, is_active, false, active_organization_id,
       '!', false, '', '', false, now(), now(), now()
  FROM (VALUES
    (1, 'owner@demo.example',     'Olga',  'Owner',     true,  1),
    (2, 'admin@demo.example',     'Adam',  'Admin',     true,  1),
    (3, 'annotator@demo.example', 'Anna',  'Annotator', true,  1),
    (4, 'inactive@demo.example',  'Ingo',  'Inactive',  false, 1),
    (5, 'homeless@demo.example',  'Holly', '',          true,  null),
    (6, 'stranger@other.example', 'Sten',  'Stranger',  true,  2),
    (7, 'bela@demo.example',      'Béla',  'Kovács',    true,  1),
    (8, 'chen@demo.example',      '陳',    '美玲',      true,  1),
    (9, 'dara@demo.example',      'Dara',  'O''Neill',  true,  1),
    (10, 'elif@demo.example',     'Elif',  'Şahin',     true,  1),
    (11, 'farid@demo.example',    'Farid', 'Haddad',    true,  1),
    (12, 'grace@demo.example',    'Grace', 'Mwangi',    true,  1)
  ) AS person (id, email, first_name, last_name, is_active, active_organization_id);

UPDATE organization SET created_by_id = 1 WHERE id = 1;
UPDATE organization SET created_by_id = 6 WHERE id = 2;

INSERT INTO organizations_organizationmember (user_id, organization_id, created_at, updated_at)
SELECT id, active_organization_id, now(), now() FROM htx_user WHERE active_organization_id IS NOT NULL;

INSERT INTO authtoken_token (key, created, user_id) VALUES
    ('demo-owner',     now(), 1),
    ('demo-admin',     now(), 2),
    ('demo-annotator', now(), 3),
    ('demo-inactive',  now(), 4),
    ('demo-homeless',  now(), 5),
    ('demo-stranger',  now(), 6);

INSERT INTO jwt_auth_jwtsettings
SELECT id, true, 73000, true, now(), now() FROM organization;

INSERT INTO project (id, title, organization_id, label_config, created_by_id, maximum_annotations,
                     show_instruction, show_skip_button, enable_empty_annotation, reveal_preannotations_interactively,
                     show_annotation_history, show_collab_predictions, evaluate_predictions_automatically, result_count,
                     min_annotations_to_start_training, is_draft, is_published, created_at, updated_at,
                     show_ground_truth_first, show_overlap_first, overlap_cohort_percentage)
SELECT id, title, organization_id, '<View>' || label_config || '</View>', created_by_id, 3,
       false, true, true, false, false, true, false, 0, 0, false, true, now(), now(), false, false, 100
  FROM (VALUES
    ( 1, 1, 1, 'Review sentiment',        '<Text name="text" value="$text"/><Choices name="sentiment" toName="text"><Choice value="Positive"/><Choice value="Neutral"/><Choice value="Negative"/></Choices>'),
    ( 2, 1, 1, 'Street scenes',           '<Image name="img" value="$image"/><RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Pedestrian"/><Label value="Bicycle"/></RectangleLabels>'),
    ( 3, 1, 1, 'People and places',       '<Text name="text" value="$text"/><Labels name="entity" toName="text"><Label value="Person"/><Label value="Location"/><Label value="Organization"/></Labels>'),
    ( 4, 1, 1, 'Rooftops',                '<Image name="img" value="$image"/><PolygonLabels name="roof" toName="img"><Label value="Roof"/><Label value="Solar panel"/></PolygonLabels>'),
    ( 5, 1, 1, 'Product quality',         '<Image name="img" value="$image"/><Rating name="quality" toName="img"/>'),
    ( 6, 1, 1, 'Cell counts',             '<Image name="img" value="$image"/><Number name="cells" toName="img"/>'),
    ( 7, 1, 1, 'Species',                 '<Image name="img" value="$image"/><Taxonomy name="species" toName="img"><Choice value="Animal"><Choice value="Dog"/><Choice value="Cat"/></Choice><Choice value="Plant"><Choice value="Oak"/></Choice></Taxonomy>'),
    ( 8, 1, 1, 'Captions',                '<Image name="img" value="$image"/><TextArea name="caption" toName="img"/>'),
    ( 9, 1, 1, 'Speech and noise',        '<Audio name="audio" value="$audio"/><Labels name="sound" toName="audio"><Label value="Speech"/><Label value="Noise"/></Labels>'),
    (10, 1, 1, 'Which answer is better?', '<Text name="left" value="$left"/><Text name="right" value="$right"/><Pairwise name="better" toName="left,right"/>'),
    (11, 1, 1, 'Topics',                  '<Text name="text" value="$text"/><Choices name="topics" toName="text" choice="multiple"><Choice value="Sports"/><Choice value="Politics"/><Choice value="Technology"/></Choices>'),
    (12, 1, 1, 'Landmarks of faces',      '<Image name="img" value="$image"/><KeyPointLabels name="point" toName="img"><Label value="Nose"/><Label value="Left eye"/><Label value="Right eye"/></KeyPointLabels>'),
    (14, 1, 1, 'Support tickets',         '<Text name="text" value="$text"/><Choices name="team" toName="text"><Choice value="Billing"/><Choice value="Technical"/><Choice value="Account"/><Choice value="Other"/></Choices>'),
    (15, 1, 1, 'Comments',                '<Text name="text" value="$text"/><Choices name="tone" toName="text"><Choice value="Fine"/><Choice value="Rude"/><Choice value="Toxic"/></Choices><Choices name="target" toName="text"><Choice value="Nobody"/><Choice value="A person"/><Choice value="A group"/></Choices>'),
    (16, 1, 1, 'Chest X-rays',            '<Image name="img" value="$image"/><Choices name="finding" toName="img"><Choice value="Normal"/><Choice value="Pneumonia"/><Choice value="Effusion"/></Choices>'),
    (17, 1, 1, 'Intent of messages',      '<Text name="text" value="$text"/><Choices name="intent" toName="text"><Choice value="Question"/><Choice value="Complaint"/><Choice value="Order"/><Choice value="Greeting"/></Choices>'),
    (18, 1, 1, 'Birds',                   '<Image name="img" value="$image"/><Choices name="bird" toName="img"><Choice value="Crow"/><Choice value="Raven"/><Choice value="Sparrow"/><Choice value="Finch"/><Choice value="Owl"/></Choices>'),
    (19, 1, 1, 'Traffic signs',           '<Image name="img" value="$image"/><RectangleLabels name="sign" toName="img"><Label value="Stop"/><Label value="Yield"/><Label value="Speed limit"/></RectangleLabels>'),
    (20, 1, 1, 'Names in contracts',      '<Text name="text" value="$text"/><Labels name="name" toName="text"><Label value="Party"/><Label value="Date"/><Label value="Amount"/></Labels>'),
    (21, 1, 1, 'Descriptions of products', '<Image name="img" value="$image"/><TextArea name="description" toName="img"/>'),
    (13, 2, 6, 'Somebody else''s',        '<Text name="text" value="$text"/><Choices name="mood" toName="text"><Choice value="Happy"/><Choice value="Sad"/></Choices>')
  ) AS project (id, organization_id, created_by_id, title, label_config);

SELECT setval(pg_get_serial_sequence('organization', 'id'), 100),
       setval(pg_get_serial_sequence('htx_user', 'id'), 100),
       setval(pg_get_serial_sequence('project', 'id'), 100);
