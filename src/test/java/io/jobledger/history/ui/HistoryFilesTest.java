package io.jobledger.history.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.TestService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the history's page as the service gives them out. */
class HistoryFilesTest {
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
    void thePageIsThereWithAndWithoutASlash() {
        HttpResponse<String> page = service.get("/history/ui/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains("<title>jobledger</title>");
        HttpResponse<String> bare = service.get("/history/ui");
        assertThat(bare.statusCode()).isEqualTo(307);
        // Relative, as a proxy may have put the service below a path of its own.
        assertThat(bare.headers().firstValue("Location")).hasValue("ui/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/history/ui/", "/history/ui/app.js", "/history/ui/lib/chart.umd.min.js"})
    void nothingButThePagesOwnFilesMayRunInIt(String target) {
        HttpResponse<String> answer = service.get(target);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe", "http");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void filesHaveTheTypesThatBrowsersInsistOn() {
        Map.of(
                        "/history/ui/app.js", "application/javascript",
                        "/history/ui/lib/chart.umd.min.js", "application/javascript",
                        "/history/ui/style.css", "text/css",
                        "/history/ui/icon.svg", "image/svg+xml")
                .forEach((file, type) -> assertThat(service.get(file).headers().firstValue("Content-Type"))
                        .as(file)
                        .hasValue(type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/history/ui/nothing",
                "/history/ui/nothing.js",
                "/history/ui/jobs",
                "/history/ui/lib",
                "/history/ui/lib/",
                "/history/uix",
                "/history/ui/%2e%2e/application.yml"
            })
    void whatIsNoFileIsNotThere(String target) {
        HttpResponse<String> answer = service.get(target);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("{\"errors\":[\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/history/ui", "/history/ui/", "/history/ui/app.js"})
    void filesAreOnlyRead(String target) {
        HttpResponse<String> answer = service.send(
                HttpRequest.newBuilder(service.url().resolve(target)).POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(404);
    }
}
