package io.jobledger.seatunnel.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.engine.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The service with an embedded SeaTunnel alone, as a process of its own, so that it can be killed. */
final class ServiceProcess implements AutoCloseable {
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;

    private ServiceProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static ServiceProcess launch(Path dataDir, Path log, List<String> settings) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        int port = FreePort.onLoopback();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djobledger.seatunnel.jvm-options=-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "io.jobledger.app.Application",
                "-jobledger.data-dir=" + dataDir,
                "-micronaut.server.port=" + port,
                "-jobledger.flink.mode=off",
                "-jobledger.seatunnel.port=-1"));
        command.addAll(settings);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServiceProcess(process, URI.create("http://127.0.0.1:" + port));
    }

    /** @param call below {@code /hazelcast/rest/maps/} */
    HttpResponse<String> get(String call) {
        return send(HttpRequest.newBuilder(url.resolve(MAPS + call)));
    }

    /** @param call below {@code /hazelcast/rest/maps/} */
    HttpResponse<String> post(String call, String json) {
        return send(HttpRequest.newBuilder(url.resolve(MAPS + call)).POST(BodyPublishers.ofString(json)));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(90)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it started. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Keeps it from doing anything until it is killed. */
    void suspend() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGKILL, and for what it started too; all of them have ended when it returns. */
    @Override
    public void close() {
        List<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        children.forEach(child -> child.onExit().join());
    }
}
