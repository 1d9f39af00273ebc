package io.jobledger.ledger.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema of an H2 file up to date: whole, or not at all. */
final class H2Migration {
    private static final Logger LOG = LoggerFactory.getLogger(H2Migration.class);
    private static final int MEGABYTE = 1 << 20;

    private final H2Url url;
    private final String username;
    private final String password;
    private final Path file;
    private final MigrationCopy copy;

    H2Migration(H2Url url, String username, String password) {
        this.url = url;
        this.username = username;
        this.password = password;
        this.file = url.file();
        this.copy = new MigrationCopy(file);
    }

    /**
     * @return a connection that keeps the database open: to open it takes time, and to close it more
     * @throws MigrationUndoneException if a migration fails
     * @throws FlywayException if the database is none that can be migrated
     * @throws IllegalStateException if there is no room for a copy, or none can be written
     */
    Connection run(FluentConfiguration configuration) throws SQLException {
        try {
            if (copy.exists()) {
                putBackCutOff();
            }
            Flyway flyway =
                    configuration.dataSource(url.fused(), username, password).load();
            if (size() > 0) {
                Connection connection = connect();
                if (isUpToDate(flyway, connection)) {
                    return connection;
                }
                requireRoom();
            }
            copy.make();
            migrate(flyway);
            copy.delete();
            return connect();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The database file " + file + " cannot be copied, as it must be before it is migrated (" + e
                            + "). Let this user write its directory, and make room.",
                    e);
        }
    }

    private void putBackCutOff() throws IOException {
        Path aside = copy.setAside();
        if (copy.putBack()) {
            LOG.warn("The last migration of {} was cut off. It was put back as it was, and is migrated again", file);
            if (aside != null) {
                LOG.warn(
                        "The file that was there instead is {} now. Delete it once you see that nothing is missing: an"
                                + " earlier version of jobledger that was started meanwhile has recorded there",
                        aside);
            }
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url.fused(), username, password);
    }

    /** Returns whether no migration is pending. If one is, it closes the connection. */
    private static boolean isUpToDate(Flyway flyway, Connection connection) throws SQLException {
        boolean upToDate = false;
        try {
            if (flyway.info().pending().length == 0) {
                // Refuses a database of a newer version.
                flyway.migrate();
                upToDate = true;
            }
            return upToDate;
        } finally {
            if (!upToDate) {
                connection.close();
            }
        }
    }

    /** Checks that there is room for the copy, and for the tables that a migration writes anew. */
    private void requireRoom() throws IOException {
        long needed = 2 * size();
        long free = file.getParent().toFile().getUsableSpace();
        if (free < needed) {
            throw new IllegalStateException("The database file " + file + " has to be migrated, for which "
                    + (needed / MEGABYTE + 1) + " MB must be free on its disk, and " + free / MEGABYTE
                    + " MB are. Make room; nothing was changed.");
        }
    }

    private void migrate(Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            if (!putBackFailed(e) || e instanceof FlywayValidateException) {
                throw e;
            }
            throw new MigrationUndoneException(e);
        }
    }

    /** @return whether the database is as it was */
    private boolean putBackFailed(FlywayException failure) {
        try {
            return copy.putBack();
        } catch (IOException e) {
            failure.addSuppressed(e);
            LOG.error(
                    "{} was left half migrated, and cannot be put back as it was ({}). It is as it was in {}, which the"
                            + " next start puts back",
                    file,
                    e.toString(),
                    copy.path());
            return false;
        }
    }
}
