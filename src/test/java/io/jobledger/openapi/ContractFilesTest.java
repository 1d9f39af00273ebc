package io.jobledger.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts and the API browser's files as the service gives them out. */
class ContractFilesTest {
    private static TestService service;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flink-rest",
                "seatunnel-rest",
                "rocketmq-connect-rest",
                "rocketmq-connect-json-rest",
                "history-rest"
            })
    void bothFormatsAreTheContractButForTheAddress(String name) throws IOException {
        JsonNode written = new YAMLMapper().readTree(Files.readString(Path.of("openapi", name + ".yaml")));
        for (String format : new String[] {"yaml", "json"}) {
            HttpResponse<String> answer = service.get("/openapi/" + name + "." + format);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/" + format + "; charset=utf-8");
            JsonNode served = (format.equals("json") ? new ObjectMapper() : new YAMLMapper()).readTree(answer.body());
            assertThat(StreamSupport.stream(served.path("servers").spliterator(), false)
                            .map(server -> server.path("url").asText())
                            .toList())
                    .hasSameSizeAs(written.path("servers"))
                    .isNotEmpty()
                    .allMatch(url -> url.startsWith(service.url().toString()) && !url.endsWith("/"));
            assertThat(without(served)).isEqualTo(without(written));
        }
    }

    @Test
    void theAddressIsTheOneThatWasCalled() {
        String text = service.get("/openapi/flink-rest.yaml").body();
        assertThat(text)
                .contains("  - url: " + service.url() + "\n", "  - url: " + service.url() + "/v1\n", "#   required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void aContractThatTheClientHasIsNotSentAgain(String format) {
        String target = "/openapi/history-rest." + format;
        String tag = service.get(target).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = ask(target, tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(ask(target, "\"another\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openapi/nothing-rest.yaml",
                "/openapi/flink-rest.xml",
                "/openapi/flink-rest",
                "/openapi/lib",
                "/openapi/lib/",
                "/openapi/lib/index.html",
                "/openapi/lib/swagger-ui.js",
                "/openapi/lib/oauth2-redirect.html",
                "/openapi/baseline/flink-rest.yaml"
            })
    void nothingElseIsThere(String target) {
        assertThat(service.get(target).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi/", "/openapi/flink-rest.yaml", "/openapi/initializer.js"})
    void filesAreOnlyRead(String target) {
        HttpResponse<String> answer = service.send(
                HttpRequest.newBuilder(service.url().resolve(target)).POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void thePageRunsItsOwnFilesAlone() {
        HttpResponse<String> page = service.get("/openapi/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe", "http");
        HttpResponse<String> bare = service.get("/openapi");
        assertThat(bare.statusCode()).isEqualTo(307);
        assertThat(bare.headers().firstValue("Location")).hasValue("openapi/");
    }

    private static HttpResponse<String> ask(String target, String known) {
        return service.send(
                HttpRequest.newBuilder(service.url().resolve(target)).header("If-None-Match", known));
    }

    private static JsonNode without(JsonNode contract) {
        return ((ObjectNode) contract.deepCopy()).without("servers");
    }
}
