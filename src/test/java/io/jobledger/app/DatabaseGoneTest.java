package io.jobledger.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.testing.TestService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over a real PostgreSQL, and what it answers once that is gone. */
class DatabaseGoneTest {
    private static final String JOB = "/jobs/ffffffffffffffffffffffffffffffff";

    @Test
    void callsThatNeedTheDatabaseAreToldToComeBack(@TempDir Path dataDir) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestService service = TestService.start(
                        dataDir,
                        Map.of(
                                "jobledger.flink.mode",
                                "off",
                                "datasources.default.url",
                                postgres.getJdbcUrl("postgres", "postgres"),
                                "datasources.default.username",
                                "postgres",
                                "datasources.default.connection-timeout",
                                1000))) {
            assertThat(service.get("/jobs").body()).isEqualTo("{\"jobs\":[]}");

            postgres.close();

            // The list of a moment ago is still good for a moment.
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.get("/jobs").statusCode() != 200);
            for (String target :
                    new String[] {"/jobs/overview", JOB, "/jars", "/history/jobs", "/history/jobs/flink/local/1"}) {
                HttpResponse<String> answer = service.get(target);
                assertThat(answer.statusCode()).as(target).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After"))
                        .as(target)
                        .contains("5");
                assertThat(answer.body()).isEqualTo("{\"errors\":[\"The database is not available at the moment.\"]}");
            }
        }
    }
}
