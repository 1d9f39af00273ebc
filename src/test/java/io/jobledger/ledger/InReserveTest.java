package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.ImportState;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** On a disk that nothing new is begun on, what is under way is told of to its end. */
@Isolated("Looks at the disk that all write to")
class InReserveTest {
    private static final String DIRECTORY = "/archives";

    @TempDir
    Path dataDir;

    @Test
    void outcomesAreNotedWhereNothingIsBegun() {
        NewOperation asked =
                new NewOperation("flink", "local", "job", OperationKind.SAVEPOINT, null, 10, "127.0.0.1", "{}");
        long operation;
        long run;
        try (Store store = new Store(Map.of("jobledger.data-dir", dataDir.toString()))) {
            operation = store.operations.begin(asked).id();
            run = store.bean(ImportLog.class)
                    .begin("flink", "local", DIRECTORY, false, 10)
                    .id();
        }
        // What is free is seven eighths of it.
        long reserve = dataDir.toFile().getUsableSpace() / 7 * 8;
        try (Store store =
                new Store(Map.of("jobledger.data-dir", dataDir.toString(), "jobledger.disk-reserve", reserve))) {
            OperationLog operations = store.operations;
            assertThatThrownBy(() -> operations.begin(asked)).isInstanceOf(DiskNearlyFullException.class);

            assertThat(operations.triggered(operation, "t1")).isTrue();
            operations.made(operation, "made");
            operations.finish(operation, OperationStatus.COMPLETED, 200, "{}", 20);

            assertThat(operations.inProgress("flink", "local")).isEmpty();
            ImportLog imports = store.bean(ImportLog.class);
            imports.done(run, true, new byte[1]);
            // The service may have ended it already, as there is no such directory.
            imports.end(run, ImportState.COMPLETED, null, 20);
            assertThat(imports.find(run).orElseThrow().state()).isNotEqualTo(ImportState.RUNNING);
        }
    }
}
