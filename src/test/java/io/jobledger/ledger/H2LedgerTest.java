package io.jobledger.ledger;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;

/** The ledger on H2: a file, with the very URL of {@code application.yml}. */
@Order(4)
class H2LedgerTest extends LedgerContract {
    @Override
    Map<String, Object> database(Path dataDir) {
        return Map.of("jobledger.data-dir", dataDir.toString());
    }
}
