package io.jobledger.connect.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.engine.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Runs the embedded worker as the service does: its own process, tied to ours by its standard input. */
final class WorkerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ENGINES = Path.of("target", "engines").toAbsolutePath();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final int port = FreePort.onLoopback();
    private Process process;

    WorkerProcess(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(plugins());
        Files.createDirectories(home.resolve("store"));
        Files.write(
                home.resolve("connect.properties"),
                List.of(
                        "http.port=" + port,
                        "namesrv.port=" + FreePort.onLoopback(),
                        "broker.port=" + FreePort.onLoopback(),
                        "store=" + home.resolve("store"),
                        "plugins=" + plugins(),
                        "log=" + home.resolve("log"),
                        "task.restart.limit=2",
                        "task.restart.delay-ms=50",
                        "plugin.call.limit-ms=1000"));
        start();
    }

    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ENGINES.resolve("wrapper/lib/*") + File.pathSeparator + ENGINES.resolve("connect/lib/*"),
                        "io.jobledger.wrapper.EngineWrapper",
                        home.resolve("lock").toString(),
                        "io.jobledger.connect.worker.ConnectWorker",
                        home.resolve("connect.properties").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("out.txt").toFile()))
                .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(Files.readString(home.resolve("out.txt")));
                    }
                    return send("GET", "/health", null).statusCode() == 200;
                });
    }

    Path plugins() {
        return home.resolve("plugins");
    }

    /** Ends the process as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send("GET", path, null).body());
    }

    JsonNode post(String path) throws IOException, InterruptedException {
        return JSON.readTree(send("POST", path, null).body());
    }

    JsonNode create(String name, Map<String, String> config) throws IOException, InterruptedException {
        return JSON.readTree(send("POST", "/connectors/" + name, JSON.writeValueAsString(config))
                .body());
    }

    /** Returns the state of the connector's first task. */
    String taskState(String name) throws IOException, InterruptedException {
        return get("/connectors/" + name + "/tasks/0/status").at("/body/state").asText();
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}
