package io.jobledger.flink.durability;

import io.jobledger.flink.durability.Rest.Answer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The service as a process of its own, so that it can be killed. */
final class ServiceProcess implements AutoCloseable {
    private final Path dataDir;
    private final Path log;
    private final URI url;
    private final Process process;

    private ServiceProcess(Path dataDir, Path log, URI url, Process process) {
        this.dataDir = dataDir;
        this.log = log;
        this.url = url;
        this.process = process;
    }

    static ServiceProcess launch(Path dataDir, Path log, List<String> arguments) {
        return launch(null, dataDir, log, arguments);
    }

    /** @param workingDir where it is started; null for where the tests are */
    static ServiceProcess launch(Path workingDir, Path dataDir, Path log, List<String> arguments) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djobledger.flink.jvm-options=-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "io.jobledger.app.Application",
                "-jobledger.data-dir=" + dataDir,
                "-micronaut.server.port=" + port,
                "-jobledger.seatunnel.mode=off",
                "-jobledger.seatunnel.port=-1"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(workingDir == null ? null : workingDir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServiceProcess(dataDir, log, URI.create("http://127.0.0.1:" + port), process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Rest rest() {
        return new Rest(url);
    }

    /** The engine itself, once it answers. */
    Rest engine() {
        Waiting.until(
                "the engine is up",
                () -> engineOnRecord().get("/overview").status() == 200
                        && rest().get("/taskmanagers").status() == 200);
        return engineOnRecord();
    }

    private Rest engineOnRecord() {
        String port = lines(dataDir.resolve("flink/conf/config.yaml")).stream()
                .filter(line -> line.startsWith("'rest.port'"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        return new Rest(URI.create("http://127.0.0.1:" + port));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitServing() {
        Waiting.until("the service serves", () -> {
            Answer answer = rest().get("/jobs");
            return answer.status() == 200;
        });
    }

    /** What it started. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        ends(10);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean ends(int withinSeconds) {
        try {
            return process.waitFor(withinSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int exitValue() {
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        List<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
