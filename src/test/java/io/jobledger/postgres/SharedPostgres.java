package io.jobledger.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The one PostgreSQL of all tests that neither stop nor freeze it, with a database for each. It ends with the JVM. */
public final class SharedPostgres {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private SharedPostgres() {}

    /**
     * An empty database.
     *
     * @param url of JDBC, with the user
     */
    public record Database(String url, DataSource dataSource) {
        /** Returns the settings of a service on it. */
        public Map<String, Object> settings() {
            return Map.of("datasources.default.url", url, "datasources.default.username", "postgres");
        }

        public Connection connect() throws SQLException {
            return dataSource.getConnection();
        }
    }

    public static Database newDatabase() {
        String name = "test" + NAMES.incrementAndGet();
        EmbeddedPostgres running = server();
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Database(running.getJdbcUrl("postgres", name), running.getDatabase("postgres", name));
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }
}
