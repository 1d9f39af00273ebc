CREATE TABLE leases (
    name   VARCHAR(320) NOT NULL,
    holder VARCHAR(64),
    beats  BIGINT       NOT NULL,
    CONSTRAINT leases_pk PRIMARY KEY (name)
);
COMMENT ON TABLE leases IS 'What one service at a time may do, of all that use this database';
COMMENT ON COLUMN leases.holder IS 'The service that has it: its data directory''s id. NULL for none';
COMMENT ON COLUMN leases.beats IS 'Grows while the holder lives, and with every change of hands. A count, not a time: clocks of two machines are never compared';

-- Clusters that a service runs in itself are leases too.
ALTER TABLE clusters DROP COLUMN owner;
ALTER TABLE clusters DROP COLUMN beats;
