package io.jobledger.flink.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jobledger.http.MultipartForm;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Uploads that are no whole multipart form are 400, and leave nothing behind. No engine is needed for that. */
class BrokenUploadsTest {
    private static final String FILE =
            part("; filename=\"a.jar\"\r\nContent-Type: application/x-java-archive", "z".repeat(5000));
    private static final String END = "--x--\r\n";

    @TempDir
    static Path dataDir;

    private static TestService service;

    private final Logger logger = (Logger) LoggerFactory.getLogger(MultipartForm.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeAll
    static void start() {
        service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void nothingIsLeftAndNothingIsOurFault() {
        logger.detachAppender(logged);
        await().until(() -> incoming().isEmpty());
        assertThat(service.get("/prometheus").body()).contains("status=\"400\"").doesNotContain("status=\"5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"",
                "multipart/form-data; boundary=x; charset=nonsense",
                "multipart/form-data; boundary=x; charset=",
                "multipart/form-data;",
                "multipart/form-data; boundary",
                "multipart/form-data; boundary=other",
            })
    void contentTypesThatAreNone(String type) throws IOException {
        assertThat(answer(List.of(head(type, (FILE + END).length()), FILE + END)))
                .as(type)
                .startsWith(type.contains("charset=") && type.endsWith("=") ? "HTTP/1.1 " : "HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "; filename=\"b.jar\"\r\nContent-Transfer-Encoding: nonsense",
                "; filename=\"b.jar\"\r\nContent-Transfer-Encoding: ",
                "; filename=\"b.jar\"\r\nContent-Type: text/plain; charset=nonsense",
                "; filename*=nonsense''b.jar",
                "; filename*=''",
                "; filename*=UTF-8",
                "LONG",
                "NO NAME",
            })
    void secondPartsThatAreNone(String given) throws IOException {
        String second = switch (given) {
            case "LONG" -> part("; filename=\"b.jar\"\r\nX-Long: " + "a".repeat(20_000), "b");
            case "NO NAME" -> "--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n";
            default -> part(given, "b");
        };
        String body = FILE + second + END;
        String head = head("multipart/form-data; boundary=x", body.length());
        int cut = FILE.length() + 30;
        for (List<String> segments : List.of(
                List.of(head + body),
                List.of(head, FILE, second + END),
                List.of(head, body.substring(0, cut), body.substring(cut)))) {
            assertThat(answer(segments)).as(given).startsWith("HTTP/1.1 400");
            await().until(() -> incoming().isEmpty());
        }
    }

    @Test
    void bodiesThatAreNoForm() throws IOException {
        for (int length : List.of(0, 1, 50, 5_000, 100_000)) {
            String body = "z".repeat(length);
            assertThat(answer(List.of(head("multipart/form-data; boundary=x", length) + body)))
                    .startsWith("HTTP/1.1 400");
            assertThat(answer(List.of(head("application/octet-stream", length) + body)))
                    .startsWith("HTTP/1.1 400");
            assertThat(answer(List.of("POST /jars/upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + length
                            + "\r\nConnection: close\r\n\r\n" + body)))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void anUploadThatIsBrokenOffIsOneLineInTheLog() throws IOException {
        List<String> beginnings =
                List.of("", "--x\r\nContent-Dis", FILE.substring(0, 3000), FILE, FILE + "--x\r\nContent-Dis");
        for (String beginning : beginnings) {
            breakOff(beginning, false);
        }
        // What the service has not read by then is lost with a reset.
        List<String> begun = beginnings.stream()
                .filter(beginning -> beginning.length() > 1000)
                .toList();
        for (String beginning : begun) {
            breakOff(beginning, true);
        }
        await().until(() -> logged.list.size() == beginnings.size() + begun.size());
        assertThat(logged.list).allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage()).contains("POST /jars/upload");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    /** @param reset the connection is reset, else closed */
    private static void breakOff(String beginning, boolean reset) throws IOException {
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.getOutputStream()
                    .write((head("multipart/form-data; boundary=x", 1_000_000) + beginning).getBytes(ISO_8859_1));
            if (beginning.length() > 1000) {
                // The service has begun to read it.
                await().until(() -> !incoming().isEmpty());
            }
            socket.setSoLinger(reset, 0);
        }
        await().until(() -> incoming().isEmpty());
    }

    private static String part(String more, String content) {
        return "--x\r\nContent-Disposition: form-data; name=\"jarfile\"" + more + "\r\n\r\n" + content + "\r\n";
    }

    private static String head(String type, int length) {
        return "POST /jars/upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String answer(List<String> segments) throws IOException {
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            for (String segment : segments) {
                socket.getOutputStream().write(segment.getBytes(ISO_8859_1));
                if (segment.endsWith(FILE)) {
                    // So that the rest comes in another read.
                    await().until(() -> incoming().stream().anyMatch(file -> size(file) > 0));
                }
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<Path> incoming() throws IOException {
        try (Stream<Path> files = Files.list(dataDir.resolve("jars/incoming"))) {
            return files.toList();
        }
    }
}
