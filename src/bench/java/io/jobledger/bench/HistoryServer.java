package io.jobledger.bench;

import io.jobledger.engine.process.FreePort;
import io.jobledger.flink.remote.FlinkPair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Flink's own HistoryServer, as its start script starts it (no limit to its heap), with its own defaults but for this: it
 * looks for new archives once, when it starts. It dies with this JVM, however it ends.
 */
final class HistoryServer implements AutoCloseable {
    private static final Path WRAPPER = Path.of("target/engines/wrapper/lib");
    private static final Path LOG4J = Path.of("engines/flink/src/main/resources/log4j2.properties");
    private static final Duration A_LOOK = Duration.ofMillis(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path files;
    private final Process process;
    private final URI url;
    private final Clock clock;
    private double listening;

    private HistoryServer(Path files, Process process, URI url, Clock clock) {
        this.files = files;
        this.process = process;
        this.url = url;
        this.clock = clock;
    }

    /** Starts it and waits until it listens. */
    static HistoryServer start(Path directory, Path archives) throws Exception {
        int port = FreePort.onLoopback();
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.writeString(
                conf.resolve("config.yaml"),
                String.join(
                        "\n",
                        "historyserver.archive.fs.dir: 'file://" + archives.toAbsolutePath() + "'",
                        "historyserver.archive.fs.refresh-interval: 86400000",
                        "historyserver.web.address: 127.0.0.1",
                        "historyserver.web.port: " + port,
                        "historyserver.web.tmpdir: '" + files + "'",
                        ""));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog.file=" + directory.resolve("historyserver.log"),
                "-Dlog4j.configurationFile=" + LOG4J.toAbsolutePath(),
                "-cp",
                WRAPPER.toAbsolutePath() + "/*:" + FlinkPair.FLINK_1_20.toAbsolutePath() + "/*",
                "io.jobledger.wrapper.EngineWrapper",
                directory.resolve("lock").toString(),
                "org.apache.flink.runtime.webmonitor.history.HistoryServer",
                "--configDir",
                conf.toString());
        Clock clock = new Clock();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("historyserver.out").toFile())
                .start();
        HistoryServer server = new HistoryServer(files, process, URI.create("http://127.0.0.1:" + port), clock);
        server.listening = clock.until(
                A_LOOK, () -> server.alive() && server.get("/config").contains("flink-version"));
        return server;
    }

    URI url() {
        return url;
    }

    /** What it has unpacked the archives into. */
    Path files() {
        return files;
    }

    /** How many seconds after its process was started it listened; from then on it fetches archives. */
    double listening() {
        return listening;
    }

    /** Waits until so many jobs are listed; returns the seconds since its process was started. */
    double untilListed(int jobs) throws Exception {
        return clock.until(A_LOOK, () -> alive() && Jobs.count(get("/jobs/overview")) >= jobs);
    }

    private boolean alive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The HistoryServer died, see " + files.resolveSibling("historyserver.out"));
        }
        return true;
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
