package io.jobledger.engine.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobledger.engine.EngineSession;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that does not say how long it is, and does not end, is not kept in memory. */
class LargeAnswerTest {
    private static final Map<String, Object> NO_ENGINE =
            Map.of("jobledger.flink.mode", "off", "jobledger.seatunnel.mode", "off", "jobledger.seatunnel.port", -1);

    @Test
    void anAnswerWithoutAnEndIsTooLarge(@TempDir Path dataDir) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", LargeAnswerTest::answer);
        server.start();
        try (TestService service = TestService.start(dataDir, NO_ENGINE)) {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            EngineSession session = new EngineSession(url, 1, EngineSession.NO_PID, Instant.now());
            assertThatThrownBy(() -> service.bean(EngineClient.class)
                            .get(session, "/jobs")
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(AnswerTooLargeException.class);
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
                body.write(new byte[1 << 20]);
            }
        }
    }
}
