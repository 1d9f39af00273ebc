package io.jobledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.api.RawHttp;
import io.jobledger.flink.api.RawHttp.Answer;
import io.jobledger.seatunnel.listener.SeaTunnelPort;
import io.jobledger.testing.TestService;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused before they are routed get an error in the shape of the API that they were for. */
class ErrorShapesTest {
    private static TestService service;
    private static URI seaTunnel;

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off", "jobledger.seatunnel.port", 0));
        seaTunnel = URI.create(
                "http://127.0.0.1:" + service.bean(SeaTunnelPort.class).open().orElseThrow());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "own,       GET,    /jobs,                           errors",
        "own,       POST,   /jars/upload,                    errors",
        "own,       GET,    /nothing,                        errors",
        "own,       GET,    /history/jobs,                   errors",
        "own,       POST,   /history/imports,                errors",
        "own,       GET,    /hazelcast/rest/maps/overview,   status",
        "own,       POST,   /hazelcast/rest/maps/submit-job, status",
        "own,       GET,    /%68azelcast/rest/maps/overview, status",
        "seatunnel, GET,    /hazelcast/rest/maps/overview,   status",
        "seatunnel, DELETE, /jobs,                           status",
    })
    void refusalsHaveTheShapeOfTheApi(String port, String method, String path, String field) {
        URI server = port.equals("own") ? service.url() : seaTunnel;
        check(
                403,
                field,
                RawHttp.request(method, path)
                        .header("Origin", "http://a.example")
                        .send(server));
        check(
                414,
                field,
                RawHttp.request(method, path + "?x=" + "x".repeat(5_000)).send(server));
        check(
                414,
                field,
                RawHttp.request(method, path + "/" + "x".repeat(100_000)).send(server));
        if (method.equals("POST")) {
            String length = "99999999999";
            check(
                    413,
                    field,
                    RawHttp.request(method, path)
                            .header("Content-Length", length)
                            .send(server));
        }
        check(400, field, RawHttp.request(method, path).header("No Name", "x").send(server));
    }

    private static void check(int status, String field, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/json");
        assertThat(answer.body()).startsWith("{\"" + field + "\":");
    }
}
