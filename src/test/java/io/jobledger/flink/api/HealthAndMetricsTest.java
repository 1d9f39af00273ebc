package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the service tells of itself, and that it tells nothing else. */
@ResourceLock("flink")
class HealthAndMetricsTest {
    private static final TestService SERVICE = TestService.shared();

    /** One of the two engines is off here, as somebody wants it. */
    @Test
    void healthNamesTheDatabaseAndTheEngines() {
        String engineUrl = SERVICE.engineUrl().toString();
        JsonNode health = SERVICE.json(SERVICE.get("/health"));
        assertThat(text(health, "status")).isEqualTo("UP");
        assertThat(text(health, "details", "jdbc", "status")).isEqualTo("UP");
        assertThat(text(health, "details", "engine-flink", "status")).isEqualTo("UP");
        assertThat(text(health, "details", "engine-flink", "details", "state")).isEqualTo("RUNNING");
        assertThat(text(health, "details", "engine-flink", "details", "url")).isEqualTo(engineUrl);
        assertThat(text(health, "details", "engine-seatunnel", "status")).isEqualTo("UP");
    }

    /** What was recorded is still answered, so the service is not unhealthy without its engine. */
    @Test
    void healthWithoutAnEngine(@TempDir Path dataDir) {
        try (TestService service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"))) {
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            JsonNode health = service.json(service.get("/health"));
            assertThat(text(health, "details", "jdbc", "status")).isEqualTo("UP");
            for (String engine : List.of("engine-flink", "engine-seatunnel")) {
                assertThat(text(health, "details", engine, "status")).isEqualTo("UP");
                assertThat(text(health, "details", engine, "details", "state")).isEqualTo("STOPPED");
            }
        }
    }

    @Test
    void metricsCountRequestsAndUpstreamCalls() {
        SERVICE.get("/config");
        double requests = sample("http_server_requests_seconds_count\\{[^}]*uri=\"/config\"[^}]*\\}");
        double calls =
                sample("jobledger_upstream_calls_seconds_count\\{[^}]*method=\"GET\"[^}]*outcome=\"2xx\"[^}]*\\}");
        for (int i = 0; i < 3; i++) {
            SERVICE.get("/config");
        }
        assertThat(sample("http_server_requests_seconds_count\\{[^}]*uri=\"/config\"[^}]*\\}"))
                .isGreaterThanOrEqualTo(requests + 3);
        assertThat(sample("jobledger_upstream_calls_seconds_count\\{[^}]*method=\"GET\"[^}]*outcome=\"2xx\"[^}]*\\}"))
                .isGreaterThanOrEqualTo(calls + 3);
    }

    @Test
    void metricsTellHowFarTheRecorderIsBehind() {
        SERVICE.engineUrl();
        assertThat(sample("jobledger_recorder_lag_seconds\\{cluster=\"local\",engine=\"flink\"\\}"))
                .isBetween(0.0, 60.0);
    }

    /** Ids in the paths would make a new series for every job. */
    @Test
    void metricsHaveNoSeriesPerJob() {
        String id = "ab".repeat(16);
        SERVICE.send("POST", "/jobs/" + id + "/savepoints", "{}");
        SERVICE.get("/jobs/" + id);
        SERVICE.get("/nope/" + id);
        assertThat(SERVICE.get("/prometheus").body())
                .contains("uri=\"/jobs/{jobid}/savepoints\"", "uri=\"NOT_FOUND\"")
                .doesNotContain(id);
    }

    @Test
    void nothingElseIsServed() {
        for (String endpoint : List.of(
                "beans",
                "env",
                "loggers",
                "metrics",
                "info",
                "routes",
                "refresh",
                "stop",
                "threaddump",
                "caches",
                "heapdump",
                "flyway",
                "liquibase",
                "swagger",
                "swagger-ui",
                "META-INF/swagger/jobledger-1.0.0.yml",
                "application.yml")) {
            assertThat(SERVICE.get("/" + endpoint).statusCode()).as(endpoint).isEqualTo(404);
            assertThat(SERVICE.send("POST", "/" + endpoint, "{}").statusCode())
                    .as(endpoint)
                    .isEqualTo(404);
        }
    }

    private static double sample(String series) {
        Matcher matcher = Pattern.compile("(?m)^" + series + " (\\S+)$")
                .matcher(SERVICE.get("/prometheus").body());
        assertThat(matcher.find()).as(series).isTrue();
        double sum = 0;
        do {
            sum += Double.parseDouble(matcher.group(1));
        } while (matcher.find());
        return sum;
    }

    private static String text(JsonNode node, String... path) {
        JsonNode found = node;
        for (String field : path) {
            assertThat(found).as(String.join("/", path)).isNotNull();
            found = found.get(field);
        }
        assertThat(found).as(String.join("/", path)).isNotNull();
        return found.getStringValue();
    }
}
