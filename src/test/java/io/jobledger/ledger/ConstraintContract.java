package io.jobledger.ledger;

import static io.jobledger.ledger.Snapshots.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.jars.Jar;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.OperationKind;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The database itself refuses what must not be. */
abstract class ConstraintContract {
    private static final String CHECK = "23513 23514";
    private static final String UNIQUE = "23505";
    private static final String NOT_NULL = "23502";
    private static final String FOREIGN_KEY = "23503 23506";

    private final Store store;

    ConstraintContract(Store store) {
        this.store = store;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jobs            | run = 0                                        | " + CHECK,
                "jobs            | newest = FALSE                                 | " + CHECK,
                "jobs            | closure = 'DONE'                               | " + CHECK,
                "jobs            | end_time = NULL                                | " + CHECK,
                "jobs            | closure = 'LOST', end_time = NULL              | " + CHECK,
                "jobs            | end_time = start_time - 1                      | " + CHECK,
                "jobs            | start_time = -1                                | " + CHECK,
                "jobs            | state = NULL                                   | " + NOT_NULL,
                "jobs            | cluster_id = -1                                | " + FOREIGN_KEY,
                "state_changes   | run_id = -1                                    | " + FOREIGN_KEY,
                "vertices        | ordinal = -1                                   | " + CHECK,
                "vertices        | max_parallelism = 0                            | " + CHECK,
                "vertices        | start_time = -1                                | " + CHECK,
                "vertices        | end_time = -1                                  | " + CHECK,
                "vertices        | vertex_id = 'v1'                               | " + UNIQUE,
                "vertices        | run_id = -1                                    | " + FOREIGN_KEY,
                "attempts        | subtask = -1                                   | " + CHECK,
                "attempts        | attempt = -1                                   | " + CHECK,
                "attempts        | start_time = -1                                | " + CHECK,
                "attempts        | end_time = -1                                  | " + CHECK,
                "attempts        | run_id = -1                                    | " + FOREIGN_KEY,
                "checkpoints     | state_size = -1                                | " + CHECK,
                "checkpoints     | duration = -1                                  | " + CHECK,
                "checkpoints     | acknowledged_subtasks = -1                     | " + CHECK,
                "checkpoints     | checkpoint_id = 1                              | " + UNIQUE,
                "checkpoints     | pipeline = -1                                  | " + CHECK,
                "checkpoints     | run_id = -1                                    | " + FOREIGN_KEY,
                "exceptions      | run_id = -1                                    | " + FOREIGN_KEY,
                "savepoints      | run_id = -1                                    | " + FOREIGN_KEY,
                "savepoints      | cluster_id = -1                                | " + FOREIGN_KEY,
                "operations      | kind = ''                                      | " + CHECK,
                "operations      | status = 'DONE', completed_at = 1              | " + CHECK,
                "operations      | status = 'COMPLETED'                           | " + CHECK,
                "operations      | pending = FALSE                                | " + CHECK,
                "operations      | pending = NULL                                 | " + CHECK,
                "operations      | completed_at = 1                               | " + CHECK,
                "operations      | result_status = 99                             | " + CHECK,
                "operations      | result_status = 600                            | " + CHECK,
                "operations      | cluster_id = -1                                | " + FOREIGN_KEY,
                "jars            | sha256 = 'short'                               | " + CHECK,
                "jars            | size = -1                                      | " + CHECK,
                "document_chunks | codec = 3                                      | " + CHECK,
                "document_chunks | raw_size = 0                                   | " + CHECK,
                "document_chunks | part = -1                                      | " + CHECK,
                "document_chunks | run_id = -1                                    | " + FOREIGN_KEY,
                "metric_samples  | slot = -1                                      | " + CHECK,
                "metric_samples  | metrics = NULL                                 | " + NOT_NULL,
                "metric_samples  | run_id = -1                                    | " + FOREIGN_KEY,
            })
    void refuses(String table, String change, String sqlStates) {
        JobRun run = store.ledger.record(sealed(store.newJob()).build());
        String cluster = run.key().cluster();
        store.operations.begin(new NewOperation(
                "flink", cluster, "a", OperationKind.SAVEPOINT, store.unique("trigger-"), 1, null, null));
        store.jars.add(new Jar(store.unique("jar-"), "a.jar", "0".repeat(64), 1, 1, List.of()));
        String where = switch (table) {
            case "jobs" -> " WHERE id = " + run.id();
            case "operations" -> " WHERE cluster_id = (SELECT cluster_id FROM jobs WHERE id = " + run.id() + ")";
            case "jars", "leases" -> "";
            default -> " WHERE run_id = " + run.id();
        };

        assertThatThrownBy(() -> store.execute("UPDATE " + table + " SET " + change + where))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(sqlStates).as(e.getMessage()).contains(e.getSQLState()));
    }

    @Test
    void refusesTwoNewestRunsAndTwoRunsOfOneNumberOrStart() {
        JobKey key = store.newJob();
        JobRun first = store.ledger.record(sealed(key).build());
        JobRun second =
                store.ledger.record(sealed(key).startTime(first.startTime() + 1).build());

        for (String change : List.of("newest = TRUE", "run = 2", "start_time = " + second.startTime())) {
            assertThatThrownBy(() -> store.execute("UPDATE jobs SET " + change + " WHERE id = " + first.id()))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(UNIQUE));
        }
    }

    private static final List<String> OF_NO_RUN = List.of(
            "clusters",
            "jobs",
            "operations",
            "jars",
            "exception_groups",
            "exception_texts",
            "exception_counts",
            "job_days",
            "leases",
            "wanted_configs");

    @Test
    void aRunTakesItsRowsWithItButLeavesTheSavepoint() throws SQLException {
        JobRun run = store.ledger.record(sealed(store.newJob()).build());
        String path = store.savepoints.ofRun(run.id()).get(0).path();

        store.execute("DELETE FROM jobs WHERE id = " + run.id());

        for (String table : Store.TABLES) {
            if (!OF_NO_RUN.contains(table)) {
                assertThat(store.query("SELECT COUNT(*) FROM " + table + " WHERE run_id = " + run.id()))
                        .as(table)
                        .containsExactly("0");
            }
        }
        assertThat(store.savepoints
                        .find("flink", run.key().cluster(), path)
                        .orElseThrow()
                        .runId())
                .isNull();
    }
}
