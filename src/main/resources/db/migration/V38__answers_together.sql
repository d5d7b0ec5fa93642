-- In how many tasks the same annotators gave the same answers: what coefficients are computed from, so that they do not grow with the tasks.

CREATE TABLE answer_count (
    project_id   bigint   NOT NULL,
    dimension_id bigint   NOT NULL,
    digest       uuid     NOT NULL,
    annotators   bigint[] NOT NULL,
    answers      text[]   NOT NULL,
    tasks        bigint   NOT NULL,
    PRIMARY KEY (project_id, dimension_id, digest)
) WITH (fillfactor = 70);
COMMENT ON TABLE answer_count IS 'In how many tasks of a project which annotators gave which answers';
COMMENT ON COLUMN answer_count.digest IS 'Of annotators and answers, which may be too long for a key';
COMMENT ON COLUMN answer_count.annotators IS 'As in agreement_matrix.participants, without models and the ground truth';

COMMENT ON COLUMN agreement_matrix.counted IS
    'Which sums the answers are in: 1 values, 2 confusion, 4 scores of each value as a label, 8 answers of all annotators together. Null: the version before wrote it, and it is in no sum';

-- What versions before wrote and this one has not computed again yet; nothing, then. While it is made, pages of backfills wait.
CREATE INDEX agreement_matrix_not_together ON agreement_matrix (dimension_id)
 WHERE answers IS NOT NULL AND (counted IS NULL OR counted & 8 = 0);
