ALTER TABLE imports ADD COLUMN unchanged BIGINT;
COMMENT ON COLUMN imports.unchanged IS 'Those of the skipped archives that an import had read before, and that have not changed since; NULL where that was not counted';
COMMENT ON COLUMN imports.skipped IS 'Archives that told nothing new';
