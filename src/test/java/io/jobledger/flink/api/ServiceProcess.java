package io.jobledger.flink.api;

import io.jobledger.engine.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The service as users start it: a process of its own, with as much memory as it is given. */
public final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final URI url;

    private ServiceProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** @param options for the JVM; a property among them overrides ours */
    public static ServiceProcess start(Path dataDir, String... options) {
        try {
            int port = FreePort.onLoopback();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Djobledger.flink.jvm-options=-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                    "-Dmicronaut.server.port=" + port,
                    "-Djobledger.seatunnel.mode=off",
                    "-Djobledger.seatunnel.port=-1",
                    "-Djobledger.data-dir=" + dataDir));
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", classPath(), "io.jobledger.app.Application"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(dataDir.resolve("service.out").toFile())
                    .start();
            return new ServiceProcess(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the tests have, without what only the tests have in folders. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public URI url() {
        return url;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and returns whether it does. */
    public boolean stops(Duration patience) throws InterruptedException {
        process.destroy();
        return process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
