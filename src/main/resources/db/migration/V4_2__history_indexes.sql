-- What the migration before this one has filled.
ALTER TABLE exceptions ALTER COLUMN text_id SET NOT NULL;
ALTER TABLE exceptions ALTER COLUMN group_id SET NOT NULL;
ALTER TABLE exceptions DROP COLUMN text;
ALTER TABLE exceptions ADD CONSTRAINT exceptions_text_fk FOREIGN KEY (text_id) REFERENCES exception_texts (id);
ALTER TABLE exceptions ADD CONSTRAINT exceptions_group_fk FOREIGN KEY (group_id) REFERENCES exception_groups (id);
CREATE INDEX exceptions_text_ix ON exceptions (text_id, run_id);
CREATE INDEX exceptions_group_ix ON exceptions (group_id, run_id);

CREATE INDEX jobs_start_ix ON jobs (start_time, id, newest, cluster_id, state, duration, name_key);
CREATE INDEX jobs_end_ix ON jobs (end_key, id, newest, cluster_id, state, start_time, name_key);
CREATE INDEX jobs_duration_ix ON jobs (duration, id, newest, cluster_id, state, start_time, name_key);
CREATE INDEX jobs_name_ix ON jobs (name_key, id, newest, cluster_id, state, start_time, duration);
CREATE INDEX jobs_state_ix ON jobs (state, start_time, id, newest, cluster_id, duration, name_key);
