package io.jobledger.ledger.search;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.savepoints.Savepoint;
import io.micronaut.core.annotation.Nullable;

/** @param run the run that made it; null when its history has been deleted since */
public record CataloguedSavepoint(
        Savepoint savepoint, @Nullable JobRun run) {}
