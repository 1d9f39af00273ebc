-- Engines count failed checkpoints that they never list: these are not missing.
ALTER TABLE jobs ADD COLUMN checkpoints_failed BIGINT;
ALTER TABLE jobs ADD CONSTRAINT jobs_checkpoints_failed_ck CHECK (checkpoints_failed >= 0);
COMMENT ON COLUMN jobs.checkpoints_failed IS 'How many of checkpoints_total failed, as the engine counted them, NULL if it never said. Not all of them have rows in checkpoints';
