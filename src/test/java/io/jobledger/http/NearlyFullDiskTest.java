package io.jobledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.TestService;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The service on a disk that has less room than is to stay free: more than any disk has. */
@Isolated("Looks at the disk that all write to")
class NearlyFullDiskTest {
    private static final long MORE_THAN_THERE_IS = 1L << 60;

    @Test
    void whatHasToBeWrittenIsRefusedAndAllElseAnswered(@TempDir Path dataDir) throws Exception {
        Path archives = Files.createDirectory(dataDir.resolve("old"));
        try (TestService service = TestService.start(
                dataDir.resolve("data"),
                Map.of("jobledger.flink.mode", "off", "jobledger.disk-reserve", MORE_THAN_THERE_IS))) {
            HttpResponse<String> answer =
                    service.send("POST", "/history/imports", "{\"directory\":\"" + archives + "\"}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("30");
            assertThat(answer.body())
                    .startsWith("{\"errors\":[\"The disk of ")
                    .contains("nearly full")
                    .contains("jobledger.disk-reserve");
            for (String target : new String[] {"/jobs", "/jars", "/history/jobs", "/history/imports"}) {
                assertThat(service.get(target).statusCode()).as(target).isEqualTo(200);
            }
        }
    }
}
