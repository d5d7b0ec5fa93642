-- What is probably right in each task, and how competent annotators are: computed of a whole project after its backfills, and kept by runs.
-- What a run writes is seen by nobody until the run is current, so that an answer never shows parts of two of them.

CREATE TABLE consensus (
    project_id  bigint      PRIMARY KEY,
    changes     bigint      NOT NULL DEFAULT 0,
    computed    bigint,
    computed_at timestamptz,
    attempt     integer     NOT NULL DEFAULT 0,
    fruitless   integer     NOT NULL DEFAULT 0,
    lease_until timestamptz,
    not_before  timestamptz
) WITH (fillfactor = 50);
COMMENT ON TABLE consensus IS 'Projects whose answers are kept, and how far their consensus is behind';
COMMENT ON COLUMN consensus.changes IS 'How many transactions have changed answers that are kept';
COMMENT ON COLUMN consensus.computed IS 'How many of them the current runs know of; null: there are none yet';
COMMENT ON COLUMN consensus.attempt IS 'The fence: a worker writes only while it is the attempt that the worker has claimed';
COMMENT ON COLUMN consensus.fruitless IS 'Attempts that broke off since one came to its end';
CREATE INDEX consensus_due ON consensus (project_id) WHERE computed IS DISTINCT FROM changes;

-- Projects that have results already are due once.
INSERT INTO consensus (project_id, changes) SELECT DISTINCT project_id, 1 FROM compared_tasks;

CREATE TABLE consensus_run (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id   bigint      NOT NULL,
    dimension_id bigint      NOT NULL,
    attempt      integer     NOT NULL,
    is_current   boolean     NOT NULL DEFAULT false,
    reason       text,
    categories   text[]      NOT NULL DEFAULT '{}',
    priors       float8[]    NOT NULL DEFAULT '{}',
    tasks        bigint      NOT NULL DEFAULT 0,
    answers      bigint      NOT NULL DEFAULT 0,
    steps        integer     NOT NULL DEFAULT 0
);
COMMENT ON TABLE consensus_run IS 'One computation of the consensus in one dimension. Those that are not current are being written, or wait to be deleted';
COMMENT ON COLUMN consensus_run.reason IS 'Why there is none; null where there is one';
COMMENT ON COLUMN consensus_run.categories IS 'As in agreement_matrix.answers; other columns name a value by its place here, from 0 on';
CREATE UNIQUE INDEX consensus_run_current ON consensus_run (dimension_id) WHERE is_current;
CREATE INDEX consensus_run_of_project ON consensus_run (project_id);

CREATE TABLE consensus_annotator (
    run         bigint   NOT NULL,
    participant bigint   NOT NULL,
    tasks       bigint   NOT NULL,
    competence  float8,
    low         float8,
    high        float8,
    chance      float8,
    usual       integer  NOT NULL,
    usual_share float8   NOT NULL,
    finding     text     CHECK (finding IN ('INVERTED', 'SAME_ANSWER', 'RANDOM')),
    confusion   float8[] NOT NULL,
    PRIMARY KEY (run, participant)
);
COMMENT ON TABLE consensus_annotator IS 'How competent an annotator is, or a version of a model, if the consensus is right';
COMMENT ON COLUMN consensus_annotator.confusion IS
    'For each right value how probable each answer is: all answers for the first right value, then for the second, …; null where the value was never met';

CREATE TABLE consensus_task (
    run         bigint   NOT NULL,
    task_id     bigint   NOT NULL,
    value       integer  NOT NULL,
    probability float8   NOT NULL,
    answers     integer  NOT NULL,
    PRIMARY KEY (run, task_id)
);
COMMENT ON TABLE consensus_task IS 'What is probably right in a task';
CREATE INDEX consensus_task_by_probability ON consensus_task (run, probability, task_id);

CREATE TABLE consensus_next (
    run         bigint  NOT NULL,
    place       integer NOT NULL,
    task_id     bigint  NOT NULL,
    value       integer NOT NULL,
    probability float8  NOT NULL,
    answers     integer NOT NULL,
    entropy     float8  NOT NULL,
    gain        float8  NOT NULL,
    PRIMARY KEY (run, place)
);
COMMENT ON TABLE consensus_next IS 'The tasks of which another answer would tell most, the first one most of all';

CREATE TABLE consensus_surprise (
    run         bigint  NOT NULL,
    participant bigint  NOT NULL,
    place       integer NOT NULL,
    task_id     bigint  NOT NULL,
    answer      integer NOT NULL,
    value       integer NOT NULL,
    probability float8  NOT NULL,
    PRIMARY KEY (run, participant, place)
);
COMMENT ON TABLE consensus_surprise IS 'The least probable answers of each annotator';
COMMENT ON COLUMN consensus_surprise.probability IS 'That this annotator answers so, given what is probably right';
