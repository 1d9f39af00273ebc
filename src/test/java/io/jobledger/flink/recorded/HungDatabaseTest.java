package io.jobledger.flink.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.postgres.SharedPostgres;
import io.jobledger.testing.TestService;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that the database does not answer: they end, and reads that come after them do not wait behind them. */
@Order(8)
class HungDatabaseTest {
    private static final String JOB = "/jobs/" + SharedLedgerTest.JOB;

    @Test
    void whatIsReadBeforeTheRoutingIsLeftToTheServer(@TempDir Path dataDir) throws Exception {
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        try (TestService service = TestService.start(dataDir, settings(database, ""))) {
            JobDocuments documents = service.flink().documents();
            SharedLedgerTest.record(service, 1);

            CompletableFuture<HttpResponse<String>> answer;
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");
                answer = CompletableFuture.supplyAsync(() -> service.get(JOB));

                Awaitility.await("no more is read there").until(() -> documents.soon(JOB) == null);
                assertThat(answer).isNotDone();
            }
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itsOtherCallsEnd(@TempDir Path dataDir) throws Exception {
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        try (TestService service = TestService.start(dataDir, settings(database, "&socketTimeout=1"))) {
            SharedLedgerTest.record(service, 1);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");

                assertThat(service.get("/history/jobs").statusCode()).isEqualTo(503);
            }
            assertThat(service.get("/history/jobs").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatTheUrlDoesNotSayHasATimeout(@TempDir Path dataDir) throws Exception {
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        try (TestService service = TestService.start(dataDir, settings(database, ""));
                Connection connection = DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class))
                        .getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
        }
    }

    @Test
    void aMigrationTakesItsTime(@TempDir Path dataDir) throws Exception {
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        Flyway.configure().dataSource(database.dataSource()).target("3").load().migrate();
        CompletableFuture<TestService> service;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");
            service = CompletableFuture.supplyAsync(
                    () -> TestService.start(dataDir, settings(database, "&socketTimeout=1")));
            Awaitility.await("it has waited for longer than any other statement may")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        // Within one transaction, sessions that began after the first look would never show.
                        statement.execute("SELECT pg_stat_clear_snapshot()");
                        return statement
                                .executeQuery("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()"
                                        + " AND clock_timestamp() - query_start > INTERVAL '2 seconds'")
                                .next();
                    });
        }
        service.get().close();
    }

    /** @param parameters more ones of the URL, each after a {@code &} */
    static Map<String, Object> settings(SharedPostgres.Database database, String parameters) {
        return Map.of(
                "jobledger.flink.mode", "off",
                "jobledger.seatunnel.mode", "off",
                // Also where the start is not on the thread of a test, and so without the settings of tests.
                "jobledger.seatunnel.port", -1,
                "datasources.default.url", database.url() + parameters,
                "datasources.default.username", "postgres");
    }
}
