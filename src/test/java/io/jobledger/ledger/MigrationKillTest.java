package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL of a service that migrates its H2 file. The next one starts with all that was there. */
@Order(Integer.MAX_VALUE - 5)
class MigrationKillTest {
    private static final int EXCEPTIONS = 1_500;
    private static final long POLL_NANOS = 1_000_000;

    @TempDir
    Path dataDir;

    /** @param growth of the file, in bytes, at which the migration is killed */
    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 18})
    void aLedgerOfAnEarlierVersion(long growth) throws Exception {
        Path file = dataDir.resolve("ledger.mv.db");
        Path copy = copy(file);
        makeThirdVersion();

        killOnce(() -> Files.exists(copy) && Files.size(file) >= Files.size(copy) + growth);

        assertThat(copy).as("it was killed within the migration").exists();
        try (Store store = new Store(Map.of("jobledger.data-dir", dataDir.toString()))) {
            assertThat(SchemaTest.script(store.dataSource.getConnection())).isEqualTo(SchemaTest.golden());
            assertThat(store.query("SELECT CONCAT(name, ' ', duration) FROM jobs"))
                    .containsExactly("job 15");
            assertThat(store.query("SELECT CONCAT(COUNT(*), ' ', COUNT(DISTINCT text_id)) FROM exceptions"))
                    .containsExactly(EXCEPTIONS + " 100");
        }
        assertThat(copy).doesNotExist();
    }

    @Test
    void aNewLedger() throws Exception {
        Path copy = copy(dataDir.resolve("ledger.mv.db"));

        killOnce(() -> Files.exists(copy));

        try (Store store = new Store(Map.of("jobledger.data-dir", dataDir.toString()))) {
            assertThat(SchemaTest.script(store.dataSource.getConnection())).isEqualTo(SchemaTest.golden());
        }
        assertThat(copy).doesNotExist();
    }

    private static Path copy(Path file) {
        return file.resolveSibling(file.getFileName() + ".before-migration");
    }

    private void makeThirdVersion() throws SQLException {
        String url = "jdbc:h2:file:" + dataDir.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        Flyway.configure().dataSource(url, "jobledger", "").target("3").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "jobledger", "");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO clusters (engine, name) VALUES ('flink', 'local')");
            statement.execute("INSERT INTO jobs (cluster_id, job_id, run, newest, name, state, closure, start_time,"
                    + " end_time, observed_at) VALUES (1, 'a', 1, TRUE, 'job', 'FAILED', 'SEALED', 10, 25, 30)");
            statement.execute("INSERT INTO exceptions (run_id, time, digest, name, text)"
                    + " SELECT 1, n, n, 'a.B', CONCAT('a.B: ', MOD(n, 100), REPEAT(' at a.B(B.java:1)', 100))"
                    + " FROM SYSTEM_RANGE(1, " + EXCEPTIONS + ") AS numbers (n)");
        }
    }

    /** A service, until the condition holds. */
    private void killOnce(Callable<Boolean> condition) throws Exception {
        Path log = dataDir.resolve("log");
        try (ServiceProcess service =
                ServiceLaunch.light().without("flink", "seatunnel").start(dataDir, log)) {
            while (!holds(condition)) {
                assertThat(service.isAlive()).as(() -> "it runs: " + log(log)).isTrue();
                // Often enough; to spin would take a processor from the service.
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private String log(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
