package io.jobledger.flink.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.FlinkService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads that the database does not answer: the next ones do not wait behind them. */
class HungDatabaseTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @Test
    void whatIsReadBeforeTheRoutingIsLeftToTheServer(@TempDir Path dataDir) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                FlinkService service = FlinkService.start(
                        dataDir,
                        Map.of(
                                "jobledger.flink.mode", "off",
                                "jobledger.seatunnel.mode", "off",
                                "datasources.default.url", server.getJdbcUrl("postgres", "postgres"),
                                "datasources.default.username", "postgres"))) {
            UnroutedReads reads = service.bean(UnroutedReads.class);
            UnroutedReads.Target job = UnroutedReads.Target.parse("/jobs/" + JOB);
            SharedLedgerTest.record(service, JOB, 1);

            CompletableFuture<HttpResponse<String>> answer;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");
                answer = get(service.url().resolve("/jobs/" + JOB));

                Awaitility.await("no more is read there").until(() -> reads.read(job) == null);
                assertThat(answer).isNotDone();
            }
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    private static CompletableFuture<HttpResponse<String>> get(URI uri) {
        return HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
