-- Tasks in the order of their scores, from an index for each score that they can be asked for by. A list that runs from the highest down
-- reads the same index backwards. What has no score, as a task with a single annotator, is in none of them.
--
-- While an index is made, pages of backfills wait, and nobody else does. A key has the task at its end and never comes twice, so looking
-- for duplicates would be in vain.
CREATE INDEX task_agreement_by_pairwise ON task_agreement (project_id, pairwise, task_id)
    WITH (deduplicate_items = off) WHERE pairwise IS NOT NULL;
CREATE INDEX task_agreement_by_consensus ON task_agreement (project_id, consensus, task_id)
    WITH (deduplicate_items = off) WHERE consensus IS NOT NULL;
CREATE INDEX agreement_matrix_by_pairwise ON agreement_matrix (dimension_id, pairwise, task_id)
    WITH (deduplicate_items = off) WHERE pairwise IS NOT NULL;
CREATE INDEX agreement_matrix_by_consensus ON agreement_matrix (dimension_id, consensus, task_id)
    WITH (deduplicate_items = off) WHERE consensus IS NOT NULL;

-- The same as before, as one expression: PostgreSQL puts it in the place of the call, which would cost as much as reading the row.
CREATE OR REPLACE FUNCTION pair_score(participants bigint[], scores float8[], one bigint, other bigint)
RETURNS float8
LANGUAGE sql IMMUTABLE AS $$
    SELECT $2[(array_position($1, least($3, $4)) - 1) * cardinality($1)
              - array_position($1, least($3, $4)) * (array_position($1, least($3, $4)) - 1) / 2
              + array_position($1, greatest($3, $4)) - array_position($1, least($3, $4))]
$$;
