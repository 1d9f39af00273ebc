package io.jobledger.ledger.database;

import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.exceptions.TransactionException;
import java.sql.SQLException;

/** Tells failures of the database from failures of the data. */
public final class DatabaseFailure {
    private DatabaseFailure() {}

    /** Returns whether the database caused the failure: the same may succeed once it is there again. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessException
                    || cause instanceof ConnectionException
                    || cause instanceof CannotGetJdbcConnectionException
                    || cause instanceof TransactionException
                    || cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }
}
