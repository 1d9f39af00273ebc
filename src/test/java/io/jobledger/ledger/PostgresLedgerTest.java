package io.jobledger.ledger;

import io.jobledger.postgres.SharedPostgres;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Order;

/** The ledger on PostgreSQL: a real server. */
@Order(Integer.MAX_VALUE - 2)
class PostgresLedgerTest extends LedgerContract {
    @Override
    Map<String, Object> database(Path dataDir) {
        Map<String, Object> settings =
                new HashMap<>(SharedPostgres.newDatabase().settings());
        settings.put("jobledger.data-dir", dataDir.toString());
        return settings;
    }
}
