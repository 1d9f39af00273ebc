package io.jobledger.seatunnel.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.engine.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A SeaTunnel 2.3.8 that is none of the service's: one node of its Zeta engine as a process of its own, bound to loopback,
 * on a free port. What it knows of its jobs is in its memory alone. It dies with this JVM, however it ends.
 */
public final class SeaTunnelNode implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("target/engines/seatunnel/lib");
    private static final Path WRAPPER = Path.of("target/engines/wrapper/lib");
    private static final Path LOG4J = Path.of("engines/seatunnel/src/main/resources/jobledger-log4j2.properties");
    private static final int A_DAY = 1440; // minutes
    private static final int STARTS = 3;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final int port;
    private Process process;

    private SeaTunnelNode(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        Files.createDirectories(checkpoints());
        Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(directory.resolve("seatunnel.yaml"), engineSettings());
        Files.writeString(directory.resolve("hazelcast.yaml"), memberSettings());
        this.process = launch();
    }

    /** Starts a node that remembers a job for a day after it has ended, and waits until it can run jobs. */
    public static SeaTunnelNode start() {
        try {
            for (int start = 1; ; start++) {
                SeaTunnelNode node =
                        new SeaTunnelNode(Files.createTempDirectory("seatunnel-node"), FreePort.onLoopback());
                try {
                    node.awaitWorker();
                    return node;
                } catch (RuntimeException e) {
                    boolean died = !node.process.isAlive();
                    // Its files stay, to see why.
                    node.kill();
                    // Whose port was taken meanwhile has died.
                    if (start == STARTS || !died) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its REST API is, without {@code /hazelcast} and without a slash at the end; the same after a restart. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the node itself answers. */
    public String get(String target) {
        return send(request(target));
    }

    /** What the node itself answers to JSON. */
    public String post(String target, String json) {
        return send(request(target).POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(url() + target)).timeout(Duration.ofSeconds(30));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where its checkpoints lie: a folder per job, named by its id. */
    public Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    /** Kills it, so that it forgets all its jobs, and starts it at the same port; its checkpoints stay. */
    public void restart() {
        kill();
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitWorker();
    }

    /** Stops it from doing anything, as a machine that hangs: connections are taken, and not answered. */
    public void suspend() {
        signal("-STOP");
    }

    /** Undoes {@link #suspend}. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it and deletes its files. */
    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** It answers before it can run tasks. */
    private void awaitWorker() {
        Awaitility.await("the node in " + directory + " has a worker")
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("it died", () -> !process.isAlive())
                .until(() -> get("/hazelcast/rest/maps/overview").contains("\"workers\":\"1\""));
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-modules=java.se"));
        command.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
        for (String opened : List.of(
                "java.base/java.lang",
                "java.base/sun.nio.ch",
                "java.management/sun.management",
                "jdk.management/com.sun.management.internal")) {
            command.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        command.add("-DSEATUNNEL_HOME=" + directory);
        command.add("-Dseatunnel.config=" + directory.resolve("seatunnel.yaml"));
        command.add("-Dhazelcast.config=" + directory.resolve("hazelcast.yaml"));
        command.add("-Dlog.file=" + directory.resolve("seatunnel.log"));
        command.add("-Dstates.file=" + directory.resolve("job-states.log"));
        command.add("-Dlog4j2.configurationFile=" + LOG4J.toUri());
        command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        command.add("-cp");
        command.add(WRAPPER.toAbsolutePath() + "/*:" + LIBRARIES.toAbsolutePath() + "/*");
        // Ends the process when its standard input ends, as it does with this JVM.
        command.add("io.jobledger.wrapper.EngineWrapper");
        command.add(directory.resolve("lock").toString());
        command.add("org.apache.seatunnel.engine.server.SeaTunnelServerStarter");
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("seatunnel.out").toFile()))
                .start();
    }

    private String engineSettings() {
        return """
                seatunnel:
                  engine:
                    backup-count: 0
                    history-job-expire-minutes: %d
                    slot-service: {dynamic-slot: true}
                    checkpoint:
                      interval: 10000
                      timeout: 60000
                      storage:
                        type: hdfs
                        max-retained: 3
                        plugin-config:
                          namespace: %s/
                          storage.type: hdfs
                          fs.defaultFS: file:///
                """.formatted(A_DAY, checkpoints());
    }

    /** No map-store: nothing outlives the process. */
    private String memberSettings() {
        return """
                hazelcast:
                  cluster-name: seatunnel
                  network:
                    # Else the port is not free again at once.
                    reuse-address: true
                    port: {port: %1$d, auto-increment: false}
                    interfaces: {enabled: true, interfaces: [127.0.0.1]}
                    join:
                      auto-detection: {enabled: false}
                      multicast: {enabled: false}
                      tcp-ip: {enabled: true, member-list: ['127.0.0.1:%1$d']}
                    rest-api:
                      enabled: true
                      endpoint-groups:
                        CLUSTER_WRITE: {enabled: true}
                        DATA: {enabled: true}
                  properties:
                    hazelcast.logging.type: log4j2
                    hazelcast.phone.home.enabled: 'false'
                    hazelcast.socket.bind.any: 'false'
                """.formatted(port);
    }
}
