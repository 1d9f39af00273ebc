package io.jobledger.ledger.database;

import io.jobledger.ledger.h2.MigrationUndoneException;
import io.micronaut.core.annotation.Nullable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Explains why the service cannot start with its database, in words for its operator. */
public final class DatabaseRefusal {
    private static final Pattern NEWER = Pattern.compile("applied migration not resolved locally: ([\\w.]+)");
    private static final Pattern HALF_DONE = Pattern.compile("failed migration to version ([\\w.]+)");

    private DatabaseRefusal() {}

    /**
     * Returns the reason in one line, if it lies with the database.
     *
     * @param url {@code datasources.default.url}
     */
    public static Optional<String> of(Throwable failure, @Nullable String url) {
        // A password may follow.
        String database =
                "The database " + (url == null ? "" : url.split("[?;]", 2)[0] + ' ') + "(datasources.default.url) ";
        boolean undone = false;
        FlywayException migration = null;
        SQLException sql = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            undone |= cause instanceof MigrationUndoneException;
            if (cause instanceof FlywayException flyway) {
                migration = flyway;
            }
            if (cause instanceof SQLException last) {
                sql = last;
            }
        }
        if (migration instanceof FlywayValidateException invalid) {
            return Optional.of(database + invalid(invalid.getMessage()));
        }
        if (migration != null && sql != null && !isConnection(sql)) {
            return Optional.of(database + "could not be migrated: " + line(sql)
                    + (undone
                            ? ". It is as it was before: start the version that it is of."
                            : ". Restore it from a backup if it is not as it was, and start the version that"
                                    + " it is of."));
        }
        return Optional.ofNullable(sql)
                .map(last -> database + "cannot be used: " + line(last)
                        + ". Start it, or set datasources.default.url, .username and .password.");
    }

    private static String invalid(String message) {
        Matcher newer = NEWER.matcher(message);
        if (newer.find()) {
            return "was written by a newer version of jobledger: its schema is of version " + newer.group(1)
                    + ", which this one does not know. Start that version, or set datasources.default.url to another"
                    + " database.";
        }
        Matcher halfDone = HALF_DONE.matcher(message);
        if (halfDone.find()) {
            return "was left half done by a migration to version " + halfDone.group(1)
                    + " that failed. Restore it from a backup.";
        }
        return "is not one that this version of jobledger has made: " + message.replaceAll("\\s+", " ");
    }

    /** Returns true for SQLSTATE class 08, H2's state of a file in use, and PostgreSQL's states of a refused login. */
    private static boolean isConnection(SQLException sql) {
        String state = sql.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("28") || state.equals("90020"));
    }

    private static String line(SQLException sql) {
        String message = sql.getMessage() == null ? sql.toString() : sql.getMessage();
        return message.replaceAll("\\s+", " ").trim().replaceAll("\\.$", "");
    }
}
