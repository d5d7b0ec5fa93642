-- What an agreement was computed from, and what a job compared by, told exactly: so that no change of either is missed, and results
-- that belong to nothing any more go.

-- xmin changes whenever a row is written, also when Label Studio does not touch updated_at. It is read without the result.
ALTER TABLE task_agreement ADD COLUMN annotation_versions xid[];
COMMENT ON COLUMN task_agreement.annotation_versions IS
    'xmin of each annotation''s row as it was read. Null where the version before wrote it: such a task is computed again';

ALTER TABLE backfill_job
    ADD COLUMN fingerprint uuid,
    ADD COLUMN basis       uuid;
COMMENT ON COLUMN backfill_job.fingerprint IS 'Of what its tasks are compared by; an attempt with another one starts again';
COMMENT ON COLUMN backfill_job.basis IS
    'comparison_basis of its last attempt: the project is out of date when that is another one now. Null: not known';

-- Rows that are there already are not looked at: housekeeping deletes those without a dimension. A dimension with matrices cannot be
-- deleted: they may be millions, and are deleted before it, in chunks.
ALTER TABLE agreement_matrix
    ADD CONSTRAINT agreement_matrix_of_dimension FOREIGN KEY (dimension_id) REFERENCES dimension NOT VALID;

CREATE FUNCTION comparison_basis(rules integer, project bigint, label_config text, control_weights text)
RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT md5(json_build_array($1, $3, $4, (
               SELECT json_agg(json_build_array(id, config_name, metric_type, metric_params, is_active) ORDER BY id)
                 FROM agreement.dimension
                WHERE project_id = $2))::text)::uuid
$$;
COMMENT ON FUNCTION comparison_basis(integer, bigint, text, text) IS
    'A short name for all that scores of a project depend on but the annotations. It tells labels apart, too, which no score depends on';

CREATE FUNCTION comparison_basis(rules integer, project bigint)
RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT agreement.comparison_basis($1, $2, p.label_config, p.control_weights::text)
      FROM agreement.live_project($2) AS p
$$;
COMMENT ON FUNCTION comparison_basis(integer, bigint) IS 'The same as the project is now; null when there is no such project';
