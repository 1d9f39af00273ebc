package io.jobledger.ledger.h2;

import org.flywaydb.core.api.FlywayException;

/** Tells that a migration failed, and that the database file is as it was before. */
public final class MigrationUndoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationUndoneException(FlywayException cause) {
        super(cause);
    }
}
