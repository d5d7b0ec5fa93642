-- What annotators answered, beside how much they agree: coefficients that correct for chance need to know how often each answer
-- is given. Matrices from before have none; their tasks are computed again by the next backfill, once.

ALTER TABLE agreement_matrix ADD COLUMN answers text[];
-- No row has answers yet, so none needs to be looked at.
ALTER TABLE agreement_matrix ADD CONSTRAINT an_answer_for_each_participant
    CHECK (cardinality(answers) = cardinality(participants)) NOT VALID;
COMMENT ON COLUMN agreement_matrix.answers IS
    'What each participant answered, null for nothing; equal answers have equal texts. Null where answers are no categories or numbers';
