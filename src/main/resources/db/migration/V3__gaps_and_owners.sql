ALTER TABLE jobs ADD COLUMN checkpoints_total BIGINT;
ALTER TABLE jobs ADD CONSTRAINT jobs_checkpoints_total_ck CHECK (checkpoints_total >= 0);
COMMENT ON COLUMN jobs.checkpoints_total IS 'How many checkpoints the engine counted, NULL if it never said: those beyond the rows in checkpoints are not on record';

ALTER TABLE clusters ADD COLUMN owner VARCHAR(64);
ALTER TABLE clusters ADD COLUMN beats BIGINT DEFAULT 0 NOT NULL;
COMMENT ON COLUMN clusters.owner IS 'The service that runs the cluster in itself: its data directory''s id. NULL for none, and for clusters elsewhere';
COMMENT ON COLUMN clusters.beats IS 'Grows while the owner lives. A count, not a time: clocks of two machines are never compared';
