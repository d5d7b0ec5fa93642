-- What dimensions that people define are compared by depends on where their answers come from, too.
CREATE OR REPLACE FUNCTION comparison_basis(rules integer, project bigint, label_config text, control_weights text)
RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT md5(json_build_array($1, $3, $4, (
               SELECT json_agg(json_build_array(id, config_name, extraction_method_params, metric_type, metric_params, is_active)
                               ORDER BY id)
                 FROM agreement.dimension
                WHERE project_id = $2))::text)::uuid
$$;

-- Community shows every member every annotation, so every member may read how far they agree, unless an organization says no.
ALTER TABLE organization_settings ADD COLUMN members_read boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN organization_settings.members_read IS 'Whether members without a role may read results';
