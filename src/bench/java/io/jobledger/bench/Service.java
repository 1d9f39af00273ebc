package io.jobledger.bench;

import io.jobledger.flink.TestJobs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as users run it, in a new data directory. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI url;

    private Service(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** @param settings further ones, such as {@code -jobledger.flink.mode=remote} */
    static Service start(Path dir, String... settings) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target/jobledger.jar").toAbsolutePath().toString(),
                "-jobledger.data-dir=" + dir.resolve("data"),
                "-jobledger.engines-dir=" + Path.of("target/engines").toAbsolutePath(),
                "-micronaut.server.port=" + port,
                "-jobledger.seatunnel.mode=off",
                "-jobledger.seatunnel.port=-1"));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("service.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Service service = new Service(process, URI.create("http://127.0.0.1:" + port));
        service.await(() -> service.get("/taskmanagers").contains("\"slotsNumber\""));
        return service;
    }

    URI url() {
        return url;
    }

    /** The engine behind it. */
    URI engine() throws Exception {
        return URI.create(find(get("/health"), "\"url\":\"(http://127[^\"]+)\""));
    }

    /** Runs the tests' probe job. */
    String run(String kind) throws Exception {
        Path jar = TestJobs.jar();
        String boundary = "bench";
        byte[] head = ("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"probe.jar\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        String uploaded = send(HttpRequest.newBuilder(url.resolve("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArrays(List.of(head, Files.readAllBytes(jar), tail))));
        String id = find(uploaded, "\"filename\":\"[^\"]*/([^/\"]+)\"");
        String submitted = send(HttpRequest.newBuilder(url.resolve("/jars/" + id + "/run"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"programArgsList\":[\"--kind\",\"" + kind + "\"]}")));
        return find(submitted, "\"jobid\":\"([0-9a-f]{32})\"");
    }

    String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(url.resolve(path)));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }

    static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException notYet) {
                // Asked again below.
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("Waited in vain");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
