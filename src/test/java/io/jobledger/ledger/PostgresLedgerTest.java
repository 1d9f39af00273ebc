package io.jobledger.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The ledger on PostgreSQL: a real server, started for this class. */
class PostgresLedgerTest extends LedgerContract {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    Map<String, Object> database(Path dataDir) {
        return Map.of(
                "datasources.default.url", server.getJdbcUrl("postgres", "postgres"),
                "datasources.default.username", "postgres",
                "jobledger.data-dir", dataDir.toString());
    }
}
