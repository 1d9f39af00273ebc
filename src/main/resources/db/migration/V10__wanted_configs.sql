CREATE TABLE wanted_configs (
    cluster_id INTEGER      NOT NULL,
    job_id     VARCHAR(128) NOT NULL,
    state      VARCHAR(32)  NOT NULL,
    config     TEXT         NOT NULL,
    wanted_at  BIGINT       NOT NULL,
    CONSTRAINT wanted_configs_pk PRIMARY KEY (cluster_id, job_id),
    CONSTRAINT wanted_configs_cluster_fk FOREIGN KEY (cluster_id) REFERENCES clusters (id)
);
COMMENT ON TABLE wanted_configs IS 'What an engine is to run after a restart that makes it forget. Configurations are in clear, with their secrets: no history is read from here';
COMMENT ON COLUMN wanted_configs.job_id IS 'The id under which the engine is to run it';
COMMENT ON COLUMN wanted_configs.state IS 'As the engine spells it, such as RUNNING or PAUSED';
COMMENT ON COLUMN wanted_configs.wanted_at IS 'When it was first wanted: engines get them in this order';
