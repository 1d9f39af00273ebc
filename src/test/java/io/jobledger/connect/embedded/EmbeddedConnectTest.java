package io.jobledger.connect.embedded;

import static io.jobledger.connect.ConnectService.lines;
import static io.jobledger.connect.ConnectService.sink;
import static io.jobledger.connect.ConnectService.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.engine.EmbeddedEngineContract;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.EngineLauncher;
import io.jobledger.engine.process.ServiceDirectories;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The RocketMQ Connect that the build puts beside the service. */
class EmbeddedConnectTest extends EmbeddedEngineContract {
    private static final long MOST_KILOBYTES = 250 * 1024;

    EmbeddedConnectTest() {
        super(EmbeddedConnect.NAME, Duration.ofSeconds(10), 5);
    }

    @Override
    protected EngineLauncher launcher(ServiceDirectories directories) {
        ConnectProperties properties = new ConnectProperties("embedded", null, null, ConnectProperties.LIGHT);
        return new EmbeddedConnect(directories, properties, new EngineHome(directories.data("connect")));
    }

    @Test
    @Order(1)
    void runsWhatRanAfterKill(@TempDir Path files) throws Exception {
        Path in = Files.writeString(files.resolve("in"), "one\n");
        Path out = files.resolve("out");
        create("in", source(in, "kept"));
        create("out", sink(out, "kept"));
        await().untilAsserted(() -> assertThat(lines(out)).containsExactly("one"));
        assertThat(resident(session().pid())).isLessThan(MOST_KILOBYTES);

        nextAfterKill();
        Files.writeString(in, "two\n", StandardOpenOption.APPEND);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines(out)).contains("one", "two"));
    }

    private void create(String name, String config) throws Exception {
        URI target = URI.create(session().baseUrl() + "/connectors/" + name);
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(target)
                                        .POST(BodyPublishers.ofString(config))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .startsWith("{\"status\":200");
    }

    private static long resident(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
