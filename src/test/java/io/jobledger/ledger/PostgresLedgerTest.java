package io.jobledger.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The ledger on PostgreSQL: a real server, started for this class. */
class PostgresLedgerTest extends LedgerContract {
    private EmbeddedPostgres server;

    @Override
    Map<String, Object> database(Path dataDir) throws IOException {
        server = EmbeddedPostgres.start();
        return Map.of(
                "datasources.default.url", server.getJdbcUrl("postgres", "postgres"),
                "datasources.default.username", "postgres",
                "jobledger.data-dir", dataDir.toString());
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
    }
}
