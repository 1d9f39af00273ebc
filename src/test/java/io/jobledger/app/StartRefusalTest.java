package io.jobledger.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import io.jobledger.testing.TestService;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the service from starting, and how it says so. */
class StartRefusalTest {
    @TempDir
    Path directory;

    private int starts;

    @Test
    void theProcessEndsWithOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path log = directory.resolve("log");
        ServiceProcess service = ServiceLaunch.light().start(file, log);

        assertThat(service.ends(Duration.ofSeconds(60))).isTrue();

        assertThat(service.exitValue()).isNotZero();
        List<String> lines = Files.readAllLines(log);
        assertThat(lines.get(lines.size() - 1))
                .contains("jobledger does not start")
                .contains(file.toString())
                .contains("jobledger.data-dir");
        assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/below", "/far/below"})
    void aDataDirThatCannotBeMade(String below) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(refusal(Map.of("jobledger.data-dir", file + below)))
                .contains(file + below)
                .contains("Set jobledger.data-dir");
    }

    @Test
    void aDatabaseThatIsNewer() throws SQLException {
        Flyway.configure().dataSource(url(), "jobledger", "").load().migrate();
        execute("INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                + " \"script\", \"installed_by\", \"execution_time\", \"success\")"
                + " VALUES (1000, '1000.1', 'later', 'SQL', 'V1000_1__later.sql', 'us', 1, TRUE)");

        assertThat(refusal(Map.of()))
                .contains("newer version")
                .contains("1000.1")
                .contains("datasources.default.url")
                .contains(directory.resolve("ledger").toString());
    }

    @Test
    void aMigrationThatFails() throws SQLException {
        Flyway.configure().dataSource(url(), "jobledger", "").target("3").load().migrate();
        execute("CREATE TABLE leases (name VARCHAR)");

        for (int start = 0; start < 2; start++) {
            assertThat(refusal(Map.of()))
                    .contains("could not be migrated")
                    .containsIgnoringCase("leases")
                    .contains("as it was before");
            // What V4 and V5 had done is taken back.
            execute("INSERT INTO clusters (engine, name) VALUES ('flink', '" + start + "')");
            execute("SELECT owner, text FROM clusters, exceptions");
        }
    }

    @Test
    void aDatabaseThatIsAway() {
        assertThat(refusal(Map.of(
                        "datasources.default.url", "jdbc:postgresql://127.0.0.1:1/ledger?password=secret",
                        "datasources.default.username", "ledger")))
                .contains("jdbc:postgresql://127.0.0.1:1/ledger ")
                .contains("datasources.default.url")
                .contains("refused")
                .doesNotContain("secret");
    }

    @Test
    void aSettingThatIsWrong() {
        assertThat(refusal(Map.of("jobledger.seatunnel.mode", "of"))).contains("jobledger.seatunnel.mode");
        assertThat(refusal(Map.of(
                        "jobledger.history.retention.rules[0].max-age", "1d",
                        "jobledger.history.retention.rules[0].stat", "FAILED")))
                .startsWith("jobledger.history.retention.rules[0] has no key stat. The keys are engine,");
    }

    @Test
    void aPortThatIsTaken() {
        Exception taken = new BindException("Address already in use");
        assertThat(StartRefusal.reason(new ServerStartupException("Unable to start", taken), null)
                        .orElseThrow())
                .contains("in use")
                .contains("micronaut.server.port");
        assertThat(StartRefusal.reason(
                                new ServerStartupException("Taken. Set jobledger.seatunnel.port to another", taken),
                                null)
                        .orElseThrow())
                .contains("jobledger.seatunnel.port");
    }

    @Test
    void anErrorOfTheProgramIsToldWithAllOfIt() {
        assertThat(StartRefusal.reason(new RuntimeException(new NullPointerException()), null))
                .isEmpty();
    }

    /** The reason, in one line. Each in a data dir of its own: the lock of one ends with its process, which is ours. */
    private String refusal(Map<String, Object> settings) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "jobledger.data-dir",
                directory.resolve("data-" + starts++).toString(),
                "jobledger.flink.mode",
                "off",
                "jobledger.seatunnel.mode",
                "off",
                "datasources.default.url",
                url()));
        all.putAll(settings);
        ApplicationContext context = ApplicationContext.builder(all).build();
        try {
            TestService.started(context);
            context.getBean(EngineClusters.class).main("seatunnel").engine();
        } catch (RuntimeException e) {
            String reason = StartRefusal.reason(e, (String) all.get("datasources.default.url"))
                    .orElseThrow(() -> e);
            assertThat(reason).doesNotContain("\n");
            return reason;
        } finally {
            context.close();
        }
        throw new AssertionError("It started");
    }

    private String url() {
        return "jdbc:h2:file:" + directory.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "jobledger", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
