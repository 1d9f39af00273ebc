package io.jobledger.flink.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's files as the service gives them out, also without an engine; and that nothing else is one. */
class DashboardFilesTest {
    private static final Path LIBRARY = Path.of("target/engines/flink/lib/flink-runtime-web-1.20.5.jar");

    private static TestService service;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyTextFileIsThatOfTheLibrary() throws IOException {
        int compared = 0;
        try (ZipFile library = new ZipFile(LIBRARY.toFile())) {
            for (var entry : library.stream().toList()) {
                String name = entry.getName();
                if (name.matches("web/[^/]+\\.(js|css|html)")) {
                    HttpResponse<String> answer = service.get(name.substring("web".length()));
                    assertThat(answer.statusCode()).as(name).isEqualTo(200);
                    assertThat(answer.body())
                            .as(name)
                            .isEqualTo(new String(library.getInputStream(entry).readAllBytes(), "UTF-8"));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    @Test
    void theRootIsThePage() {
        HttpResponse<String> page = service.get("/");
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains("<title>Apache Flink Web Dashboard</title>");
    }

    @Test
    void filesHaveTheirTypes() {
        Map.of(
                        "/assets/images/flink.svg", "image/svg+xml",
                        "/assets/favicon/favicon.ico", "image/x-icon",
                        "/assets/favicon/favicon-16x16.png", "image/png",
                        "/assets/vs/base/browser/ui/codicons/codicon/codicon.ttf", "font/ttf",
                        "/assets/vs/loader.js", "application/javascript",
                        "/assets/vs/editor/editor.main.css", "text/css")
                .forEach((file, type) -> assertThat(service.get(file).headers().firstValue("Content-Type"))
                        .as(file)
                        .hasValue(type));
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() {
        String changed =
                service.get("/index.html").headers().firstValue("Last-Modified").orElseThrow();
        HttpResponse<String> again = service.send(
                HttpRequest.newBuilder(service.url().resolve("/index.html")).header("If-Modified-Since", changed));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void filesAreCompressedForThoseWhoAskForIt() {
        HttpResponse<String> answer =
                service.send(HttpRequest.newBuilder(service.url().resolve("/assets/vs/loader.js"))
                        .header("Accept-Encoding", "gzip"));
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/nothing.js", "/assets", "/assets/", "/assets/vs", "/v1/", "/v1/index.html"})
    void whatIsNoFileIsRefusedAsFlinkDoes(String target) {
        HttpResponse<String> answer = service.get(target);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"Unable to load requested file " + target + ".\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../application.yml",
                "/..%2fapplication.yml",
                "/%2e%2e/application.yml",
                "/assets/../../application.yml",
                "/..%5capplication.yml",
                "//application.yml",
                "/assets/%2e%2e/%2e%2e/logback.xml"
            })
    void nothingElseOnTheClassPathIsServed(String target) {
        // Not resolved, which would take the dots away.
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + target));
        assertThat(service.send(request).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void filesAreOnlyRead(String method) {
        for (String target : List.of("/", "/index.html", "/openapi/flink-rest.yaml", "/openapi/seatunnel-rest.yaml")) {
            HttpResponse<String> answer = service.send(
                    HttpRequest.newBuilder(service.url().resolve(target)).method(method, BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(target).isEqualTo(404);
            assertThat(answer.body()).as(target).isEqualTo("{\"errors\":[\"Not found: " + target + "\"]}");
        }
    }

    @Test
    void withoutAnEngineTheDashboardIsAHistoryServer() {
        HttpResponse<String> answer = service.get("/config");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode features = service.json(answer).get("features");
        assertThat(features.get("web-history").getBooleanValue()).isTrue();
        for (String act : List.of("web-submit", "web-cancel", "web-rescale")) {
            assertThat(features.get(act).getBooleanValue()).as(act).isFalse();
        }
    }
}
