package io.jobledger.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/** The service's default: a file in its data directory. */
record H2(Path home) implements Database {
    @Override
    public String name() {
        return "H2";
    }

    @Override
    public List<String> settings() {
        return List.of();
    }

    /** All that the service has written, not just the database. */
    @Override
    public Footprint compacted() throws Exception {
        Path dataDirectory = home.resolve("data").toAbsolutePath();
        String url = "jdbc:h2:file:" + dataDirectory.resolve("ledger")
                + ";IFEXISTS=TRUE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        try (Connection connection = DriverManager.getConnection(url, "jobledger", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        }
        return Footprint.of(dataDirectory);
    }

    @Override
    public void close() {
        // The service's own.
    }
}
