package io.jobledger.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A server of its own, with PostgreSQL's defaults: a commit is on the disk when it is done. */
final class Postgres implements Database {
    static {
        // It would repeat all that the server says.
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class)).setLevel(Level.WARN);
    }

    private final Path home;
    private final EmbeddedPostgres server;

    Postgres(Path home) throws IOException {
        this.home = home;
        Path directory = Files.createDirectories(home.resolve("postgresql"));
        server = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                // What an earlier run has left is used.
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public List<String> settings() {
        return List.of(
                "-datasources.default.url=" + server.getJdbcUrl("postgres", "postgres"),
                "-datasources.default.username=postgres");
    }

    /** Of the database alone: the server's log of changes has a limit, however much is stored. */
    @Override
    public Footprint compacted() throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM FULL");
            statement.execute("CHECKPOINT");
            try (ResultSet row = statement.executeQuery("SELECT pg_database_size(oid), (SELECT COUNT(*) FROM"
                    + " pg_ls_dir('base/' || oid)) FROM pg_database WHERE datname = current_database()")) {
                row.next();
                return new Footprint(row.getLong(1), row.getLong(2));
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
