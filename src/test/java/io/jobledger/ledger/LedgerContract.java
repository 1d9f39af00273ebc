package io.jobledger.ledger;

import io.jobledger.ledger.documents.DocumentContract;
import io.jobledger.ledger.leases.ClaimContract;
import io.jobledger.ledger.leases.LeaseContract;
import io.jobledger.ledger.runs.ListingContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger promises, whatever database is under it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerContract {
    private Store store;

    /** The properties that lead to an empty database. */
    abstract Map<String, Object> database(Path dataDir) throws IOException;

    @BeforeAll
    void open(@TempDir Path dataDir) throws IOException {
        store = new Store(database(dataDir));
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Nested
    class Recording extends RecordingContract {
        Recording() {
            super(store);
        }
    }

    @Nested
    class Batches extends BatchContract {
        Batches() {
            super(store);
        }
    }

    @Nested
    class Closing extends ClosingContract {
        Closing() {
            super(store);
        }
    }

    @Nested
    class Listing extends ListingContract {
        Listing() {
            super(store);
        }
    }

    @Nested
    class Documents extends DocumentContract {
        Documents() {
            super(store);
        }
    }

    @Nested
    class LongRuns extends LongRunContract {
        LongRuns() {
            super(store);
        }
    }

    @Nested
    class Sampling extends SampleContract {
        Sampling() {
            super(store);
        }
    }

    @Nested
    class Constraints extends ConstraintContract {
        Constraints() {
            super(store);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(store);
        }
    }

    @Nested
    class Asking extends OperationContract {
        Asking() {
            super(store);
        }
    }

    @Nested
    class Claiming extends ClaimContract {
        Claiming() {
            super(store);
        }
    }

    @Nested
    class Leasing extends LeaseContract {
        Leasing() {
            super(store);
        }
    }

    @Nested
    class Retaining extends RetentionContract {
        Retaining() {
            super(store);
        }
    }

    @Nested
    class Keeping extends CatalogueContract {
        Keeping() {
            super(store);
        }
    }

    @Nested
    class Finding extends QueryContract {
        Finding() {
            super(store);
        }
    }

    @Nested
    class Searching extends SearchContract {
        Searching() {
            super(store);
        }
    }

    @Nested
    class Counting extends StatisticsContract {
        Counting() {
            super(store);
        }
    }

    @Nested
    class Migrating extends MigrationContract {
        Migrating() {
            super(store);
        }
    }
}
