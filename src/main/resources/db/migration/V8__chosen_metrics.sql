-- Two things that were told from other columns have columns of their own: which dimension of the label config a row is, and
-- whether somebody has chosen its metric.

-- The version before leaves config_name out. Its dimensions have the name that the config has for them.
ALTER TABLE dimension
    ADD COLUMN config_name      text,
    ADD COLUMN metric_is_chosen boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN dimension.config_name IS
    'What the label config calls it, whatever its name is; null for those that people define';
COMMENT ON COLUMN dimension.metric_is_chosen IS
    'Somebody chose metric_type, the default one perhaps: it stays when the default becomes another';
COMMENT ON COLUMN dimension.default_metric IS 'What the label config suggests, and what metric_type follows while nobody has chosen';

UPDATE dimension SET config_name = name, metric_is_chosen = metric_type IS DISTINCT FROM default_metric
 WHERE NOT is_user_defined;

CREATE UNIQUE INDEX dimension_of_config ON dimension (project_id, coalesce(config_name, name)) WHERE NOT is_user_defined;
