-- Regions, texts and numbers have a consensus, too: the annotation that agrees most with all others of its task.

ALTER TABLE consensus_run ADD COLUMN by_medoid boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN consensus_run.by_medoid IS
    'Whether the consensus of a task is the answer of one of its annotators, and its probability how far the others agree with that on average';

ALTER TABLE consensus_task ALTER COLUMN value DROP NOT NULL;
ALTER TABLE consensus_task ADD COLUMN annotator bigint;
ALTER TABLE consensus_task ADD CONSTRAINT value_or_annotator CHECK (num_nonnulls(value, annotator) = 1) NOT VALID;
COMMENT ON COLUMN consensus_task.annotator IS 'Whose answer it is, in a run by medoid';

-- Projects that have results already are due once more.
UPDATE consensus SET changes = changes + 1;
