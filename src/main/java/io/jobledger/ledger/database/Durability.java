package io.jobledger.ledger.database;

import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes commits survive a kill, before a caller learns that they are recorded.
 *
 * <p>PostgreSQL does so by itself. H2 writes commits to its file up to half a second later, unless told otherwise. Its
 * own setting, {@code WRITE_DELAY=0} in the URL, also stops the thread that reclaims space. Such a file was seen to
 * grow by 100 KB for each job of 8 KB, for ever.
 */
@Singleton
final class Durability {
    private static final String H2 = "H2";

    private volatile Boolean needed;

    /** Returns once everything committed so far is on disk. */
    void ensure(Connection connection) {
        try {
            if (needed == null) {
                needed = connection.getMetaData().getDatabaseProductName().equals(H2);
            }
            if (needed) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
        } catch (SQLException e) {
            throw new DataAccessException("Cannot tell whether the commits are on disk", e);
        }
    }
}
