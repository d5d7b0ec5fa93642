-- What a backfill makes: the dimensions of a project, the agreement of its tasks, and the matrices behind it. And what the
-- queue needs to be fair, and to give a job up.

CREATE TABLE dimension (
    id                       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id               bigint      NOT NULL,
    name                     text        NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    description              text        NOT NULL DEFAULT '',
    control_tag              text,
    extraction_method        varchar(32) NOT NULL DEFAULT 'control_tag',
    extraction_method_params jsonb       NOT NULL DEFAULT '{}',
    metric_type              varchar(32) NOT NULL,
    metric_params            jsonb       NOT NULL DEFAULT '{}',
    default_metric           varchar(32),
    is_active                boolean     NOT NULL DEFAULT true,
    is_user_defined          boolean     NOT NULL DEFAULT false,
    is_categorical           boolean     NOT NULL,
    values_enum              jsonb,
    weight                   double precision NOT NULL DEFAULT 1,
    "order"                  integer     NOT NULL DEFAULT 0 CHECK ("order" >= 0),
    created_at               timestamptz NOT NULL DEFAULT now(),
    updated_at               timestamptz NOT NULL DEFAULT now(),
    created_by               bigint,
    UNIQUE (project_id, name)
);
COMMENT ON TABLE dimension IS 'What the annotators of a project can agree on: one per control of its label config, and those that people define';
COMMENT ON COLUMN dimension.default_metric IS 'What the label config suggests. While metric_type is the same nobody has chosen another, and it follows the config';
COMMENT ON COLUMN dimension.weight IS 'From the project''s control weights; its share in the overall agreement';

CREATE TABLE task_agreement (
    project_id         bigint        NOT NULL,
    task_id            bigint        NOT NULL,
    pairwise           double precision,
    consensus          double precision,
    newest_annotation  timestamptz   NOT NULL,
    annotations        bigint[]      NOT NULL,
    annotation_updates timestamptz[] NOT NULL,
    fingerprint        uuid          NOT NULL,
    PRIMARY KEY (project_id, task_id)
);
COMMENT ON TABLE task_agreement IS 'Overall agreement of every task that has one, under both methodologies, and what it was computed from';
COMMENT ON COLUMN task_agreement.pairwise IS 'null: no dimension of the project has a weight';
COMMENT ON COLUMN task_agreement.annotations IS 'The newest of each annotator, by annotator; with their dates it says whether the task is up to date';
COMMENT ON COLUMN task_agreement.fingerprint IS 'Of the dimensions, their metrics and weights';

-- By dimension first: one index then serves reading a task (whose project has few dimensions), adding up a dimension, and
-- deleting one.
CREATE TABLE agreement_matrix (
    dimension_id      bigint      NOT NULL,
    task_id           bigint      NOT NULL,
    participants      bigint[]    NOT NULL,
    scores            float8[]    NOT NULL,
    pairwise          double precision,
    consensus         double precision,
    newest_annotation timestamptz NOT NULL,
    PRIMARY KEY (dimension_id, task_id),
    CHECK (cardinality(scores) = cardinality(participants) * (cardinality(participants) - 1) / 2)
);
COMMENT ON TABLE agreement_matrix IS 'Agreement of every pair of annotators of a task in a dimension';
COMMENT ON COLUMN agreement_matrix.participants IS 'IDs of the annotators, ascending';
COMMENT ON COLUMN agreement_matrix.scores IS 'The upper triangle: 0 with 1, 0 with 2, …, 1 with 2, …; an element is null where it is not defined';

ALTER TABLE backfill_job ADD COLUMN fruitless_attempts integer NOT NULL DEFAULT 0 CHECK (fruitless_attempts >= 0);
COMMENT ON COLUMN backfill_job.fruitless_attempts IS
    'Attempts since the last page was committed; too many of them, and the job fails. Handing a job back does not count';

-- A claim asks for the organizations that wait, for the oldest job of one, and for how many each of them has running.
CREATE INDEX backfill_job_waiting ON backfill_job (organization_id, id) WHERE status = 'QUEUED';
CREATE INDEX backfill_job_unsettled ON backfill_job (status, organization_id) WHERE status IN ('PENDING', 'RUNNING');
