-- Engines that cut a job into pipelines take checkpoints of each, with numbers of its own.
ALTER TABLE checkpoints ADD COLUMN pipeline INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE checkpoints DROP CONSTRAINT checkpoints_pk;
ALTER TABLE checkpoints ADD CONSTRAINT checkpoints_pk PRIMARY KEY (run_id, checkpoint_id, pipeline);
ALTER TABLE checkpoints ADD CONSTRAINT checkpoints_pipeline_ck CHECK (pipeline >= 0);
COMMENT ON COLUMN checkpoints.pipeline IS 'The part of the job that it is of, from 1; 0 for engines whose checkpoints are of the whole job';

CREATE TABLE metric_samples (
    run_id  BIGINT  NOT NULL,
    slot    BIGINT  NOT NULL,
    time    BIGINT  NOT NULL,
    metrics VARCHAR NOT NULL,
    CONSTRAINT metric_samples_pk PRIMARY KEY (run_id, slot),
    CONSTRAINT metric_samples_run_fk FOREIGN KEY (run_id) REFERENCES jobs (id) ON DELETE CASCADE,
    CONSTRAINT metric_samples_slot_ck CHECK (slot >= 0)
);
COMMENT ON TABLE metric_samples IS 'The engine''s metrics of a run at times, a few hundred at most: the longer the run, the farther apart';
COMMENT ON COLUMN metric_samples.slot IS 'The five seconds of the run that it is of, from 0. Slots kept are multiples of a power of two, but for the last of a sealed run';
COMMENT ON COLUMN metric_samples.metrics IS 'The engine''s own JSON, whole: a longer one than H2 takes in a VARCHAR is not kept';

-- The list of a cluster's ended jobs, the last ended first.
CREATE INDEX jobs_ended_ix ON jobs (cluster_id, newest, end_time DESC, observed_at DESC, id DESC);

ALTER TABLE operations ALTER COLUMN request SET DATA TYPE TEXT;
COMMENT ON COLUMN operations.request IS 'What was sent to the engine, its first 16,777,216 characters: a job''s configuration is JSON, and JSON that is cut is none';
