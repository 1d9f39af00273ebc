package io.jobledger.ledger.database;

import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.exceptions.TransactionException;
import java.sql.SQLException;

/** Tells the database's failures from those of what was to be written or read. */
public final class DatabaseFailure {
    private DatabaseFailure() {}

    /** Whether it comes of the database, so that the same may succeed once the database is there again. */
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
