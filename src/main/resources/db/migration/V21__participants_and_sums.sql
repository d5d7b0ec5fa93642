-- Annotators, the ground truth and versions of models take part alike, and what a project's answers need is added up with the scores.
--
-- Rows from before have neither participants of all kinds nor a part in the sums. Their tasks are computed again by the next
-- backfill, once; until then their scores can be read as before.

CREATE TABLE model_version (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id bigint NOT NULL,
    version    text   NOT NULL CHECK (length(version) BETWEEN 1 AND 255),
    UNIQUE (project_id, version)
);
COMMENT ON TABLE model_version IS 'Numbers for the versions of models whose predictions are compared: participant -id is the version with that id';

ALTER TABLE task_agreement
    ADD COLUMN participants bigint[],
    ADD COLUMN scores       float8[];
COMMENT ON COLUMN task_agreement.participants IS
    'Ascending: versions of models (less than 0), the ground truth (0), annotators (their user IDs). Null where the version before wrote it';
COMMENT ON COLUMN task_agreement.scores IS 'Overall agreement of each pair of participants, in the order of agreement_matrix.scores';
COMMENT ON COLUMN task_agreement.annotations IS
    'What was read of each participant, by participant: annotations, and predictions with a minus. With their dates and versions it says whether the task is up to date';

ALTER TABLE agreement_matrix
    ADD COLUMN counted      smallint,
    ADD COLUMN labels       text[],
    ADD COLUMN label_counts integer[],
    ADD COLUMN label_scores float8[];
COMMENT ON TABLE agreement_matrix IS 'Agreement of every pair of participants of a task in a dimension, and what each answered';
COMMENT ON COLUMN agreement_matrix.participants IS 'As in task_agreement';
COMMENT ON COLUMN agreement_matrix.pairwise IS 'Among annotators; null when there are fewer than two, or only answers are kept';
COMMENT ON COLUMN agreement_matrix.counted IS
    'Which sums the answers are in: 1 values, 2 confusion, 4 scores of each value as a label. Null: the version before wrote it, and it is in no sum';
COMMENT ON COLUMN agreement_matrix.labels IS 'Labels that participants use, where answers do not tell them: those of regions';
COMMENT ON COLUMN agreement_matrix.label_counts IS 'How often each participant uses a label; all participants for the first label, then for the second, …';
COMMENT ON COLUMN agreement_matrix.label_scores IS
    'Agreement of each pair in a label alone, null where neither uses it; all pairs for the first label, then for the second, …';

-- A foreign key looks at each new matrix, which took a fifth of the time that a backfill takes to write. A page has few dimensions: who
-- writes one locks them, and who deletes a dimension is refused here while it has matrices.
ALTER TABLE agreement_matrix DROP CONSTRAINT agreement_matrix_of_dimension;

CREATE FUNCTION keep_dimension_of_matrices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM agreement.agreement_matrix WHERE dimension_id = OLD.id) THEN
        RAISE foreign_key_violation
            USING MESSAGE = 'dimension ' || OLD.id || ' has matrices', CONSTRAINT = 'agreement_matrix_of_dimension';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER agreement_matrix_of_dimension BEFORE DELETE ON dimension
    FOR EACH ROW EXECUTE FUNCTION keep_dimension_of_matrices();

-- What is summed is a score times 2^40, rounded to an integer: so what is taken off again is exactly what was added.
CREATE TABLE pair_sum (
    project_id   bigint NOT NULL,
    dimension_id bigint NOT NULL,
    label        text   NOT NULL,
    first        bigint NOT NULL,
    second       bigint NOT NULL,
    tasks        bigint NOT NULL,
    sum          bigint NOT NULL,
    squares      bigint NOT NULL,
    PRIMARY KEY (project_id, dimension_id, label, first, second)
) WITH (fillfactor = 70);
COMMENT ON TABLE pair_sum IS 'How far two participants of a project agree, over all tasks that both answered';
COMMENT ON COLUMN pair_sum.dimension_id IS '0: overall, the weighted mean of the dimensions of each task';
COMMENT ON COLUMN pair_sum.label IS 'Empty: whole answers; else answers cut down to this label, in tasks where one of the two uses it';
COMMENT ON COLUMN pair_sum.first IS 'The lesser of the two';
COMMENT ON COLUMN pair_sum.sum IS 'Of scores, each times 2^40';
COMMENT ON COLUMN pair_sum.squares IS 'Of squares of scores, each times 2^40';

CREATE TABLE score_sum (
    project_id   bigint   NOT NULL,
    dimension_id bigint   NOT NULL,
    methodology  smallint NOT NULL,
    bucket       smallint NOT NULL,
    tasks        bigint   NOT NULL,
    sum          bigint   NOT NULL,
    PRIMARY KEY (project_id, dimension_id, methodology, bucket)
) WITH (fillfactor = 50);
COMMENT ON TABLE score_sum IS 'How many tasks of a project have which score among their annotators';
COMMENT ON COLUMN score_sum.dimension_id IS '0: overall';
COMMENT ON COLUMN score_sum.methodology IS '0 pairwise, 1 consensus';
COMMENT ON COLUMN score_sum.bucket IS 'Scores from bucket/100 on, up to the next; 100 is 1 exactly';

CREATE TABLE value_count (
    project_id   bigint  NOT NULL,
    dimension_id bigint  NOT NULL,
    predicted    boolean NOT NULL,
    value        text    NOT NULL,
    answers      bigint  NOT NULL,
    PRIMARY KEY (project_id, dimension_id, predicted, value)
) WITH (fillfactor = 70);
COMMENT ON TABLE value_count IS 'How many annotations, or predictions, have which value; of labels, how many regions';

CREATE TABLE confusion (
    project_id   bigint  NOT NULL,
    dimension_id bigint  NOT NULL,
    truth        boolean NOT NULL,
    actual       text    NOT NULL,
    predicted    text    NOT NULL,
    pairs        bigint  NOT NULL,
    PRIMARY KEY (project_id, dimension_id, truth, actual, predicted)
) WITH (fillfactor = 70);
COMMENT ON TABLE confusion IS 'How many pairs of annotators gave which two answers (the lesser text first), or the ground truth and an annotator (truth)';

CREATE TABLE compared_tasks (
    project_id  bigint NOT NULL,
    fingerprint uuid   NOT NULL,
    tasks       bigint NOT NULL,
    PRIMARY KEY (project_id, fingerprint)
) WITH (fillfactor = 50);
COMMENT ON TABLE compared_tasks IS 'How many tasks of a project were compared by what has this fingerprint';

CREATE TABLE comparison_rules (
    project_id   bigint NOT NULL,
    fingerprint  uuid   NOT NULL,
    dimension_id bigint NOT NULL,
    rules        uuid   NOT NULL,
    PRIMARY KEY (project_id, fingerprint, dimension_id)
);
COMMENT ON TABLE comparison_rules IS 'By what each dimension was compared under a fingerprint; for dimension 0 the basis of the whole project';

-- Of the tables that Label Studio has, as in the functions before.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION newest_answers(task bigint)
RETURNS TABLE (participant bigint, id bigint, updated_at timestamptz, version xid, result jsonb)
LANGUAGE sql STABLE ROWS 3 AS $$
    SELECT participant, id::bigint, updated_at, version, result
      FROM (SELECT DISTINCT ON (p.participant) p.participant, c.id, c.updated_at, c.xmin AS version, c.result
              FROM task_completion c
             CROSS JOIN LATERAL (VALUES (c.completed_by_id::bigint), (CASE WHEN c.ground_truth THEN 0 END)) AS p (participant)
             WHERE c.task_id = $1 AND NOT c.was_cancelled AND p.participant IS NOT NULL
             ORDER BY p.participant, c.updated_at DESC, c.id DESC) AS newest
$$;
COMMENT ON FUNCTION newest_answers(bigint) IS
    'The newest annotation of each annotator of a task, and as participant 0 the newest that is ground truth, in the order of participants. Skipped ones do not count';

CREATE FUNCTION newest_predictions(task bigint, versions text[])
RETURNS TABLE (model text, id bigint, updated_at timestamptz, version xid, result jsonb)
LANGUAGE sql STABLE ROWS 3 AS $$
    SELECT model, id::bigint, updated_at, version, result
      FROM (SELECT DISTINCT ON (model_version) model_version::text AS model, id, updated_at, xmin AS version, result
              FROM prediction
             WHERE task_id = $1 AND model_version = ANY ($2)
             ORDER BY model_version, updated_at DESC, id DESC) AS newest
$$;
COMMENT ON FUNCTION newest_predictions(bigint, text[]) IS 'The newest prediction of each of these versions on a task';

CREATE FUNCTION predictions(predictions bigint[])
RETURNS TABLE (id bigint, result jsonb)
LANGUAGE sql STABLE AS $$
    SELECT id::bigint, result FROM prediction WHERE id = ANY ($1)
$$;
COMMENT ON FUNCTION predictions(bigint[]) IS 'The predictions with these IDs, in no order';

-- A prediction from before Label Studio noted its project may lack it. Of those that have one the tasks need not be looked at.
CREATE FUNCTION model_versions_of(project bigint, at_most bigint)
RETURNS TABLE (version text)
LANGUAGE sql STABLE AS $$
    SELECT version
      FROM (SELECT model_version::text AS version, max(id) AS newest
              FROM (SELECT model_version, id FROM prediction WHERE project_id = $1
                     UNION ALL
                    SELECT p.model_version, p.id
                      FROM prediction p
                      JOIN task t ON t.id = p.task_id
                     WHERE p.project_id IS NULL AND t.project_id = $1) AS predicted
             WHERE length(model_version) BETWEEN 1 AND 255
             GROUP BY model_version
             ORDER BY newest DESC LIMIT $2) AS newest
$$;
COMMENT ON FUNCTION model_versions_of(bigint, bigint) IS 'The versions of models that predicted in a project last';

COMMENT ON FUNCTION newest_annotations(bigint) IS 'For processes of the version before, while they are replaced';
