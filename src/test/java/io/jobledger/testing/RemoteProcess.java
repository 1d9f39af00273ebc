package io.jobledger.testing;

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
 * An engine that is none of the service's: processes of their own, the first one with a REST API, bound to loopback, on a
 * free port. They die with this JVM, however it ends.
 */
public abstract class RemoteProcess implements AutoCloseable {
    private static final Path WRAPPER = Path.of("target/engines/wrapper/lib");
    private static final int STARTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** All files of the engine are below it. */
    protected final Path directory;

    /** The port of the REST API. */
    protected final int port;

    private final List<Process> processes = new ArrayList<>();

    /** @param name what its directory is called */
    protected RemoteProcess(String name) throws IOException {
        this.directory = Files.createTempDirectory(name);
        this.port = FreePort.onLoopback();
    }

    /** Launches the processes of an engine. */
    @FunctionalInterface
    protected interface Making<E> {
        E make() throws IOException;
    }

    /** Makes an engine and waits until it can run jobs. One that dies is made anew: another may have taken its port. */
    protected static <E extends RemoteProcess> E started(Making<E> making) {
        for (int start = 1; ; start++) {
            E made;
            try {
                made = making.make();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try {
                made.awaitReady();
                return made;
            } catch (RuntimeException e) {
                boolean died = !made.isAlive();
                // Its files stay, to see why.
                made.kill();
                if (start == STARTS || !died) {
                    throw e;
                }
            }
        }
    }

    /** Waits until it can run jobs, which is later than that it answers. */
    protected final void awaitReady() {
        Awaitility.await("the engine in " + directory + " can run jobs")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("it died", () -> !isAlive())
                .until(this::isReady);
    }

    /** Whether it can run jobs, as it tells. */
    protected abstract boolean isReady();

    /** Where its REST API is, without a slash at the end; the same after a restart. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The body of what the engine itself answers, with whatever status. */
    public String get(String target) {
        return send(request(target));
    }

    /** As {@link #get}, to JSON that is posted. */
    public String post(String target, String json) {
        return send(request(target).POST(BodyPublishers.ofString(json)));
    }

    /** Stops its first process from doing anything, as a machine that hangs: connections are taken, and not answered. */
    public void suspend() {
        Signal.STOP.to(processes.get(0).pid());
    }

    /** Undoes {@link #suspend}. */
    public void resume() {
        Signal.CONT.to(processes.get(0).pid());
    }

    /**
     * Launches a process whose options all engines of the tests share.
     *
     * @param home takes its lock and its temporary files
     * @param output takes all that it prints, after what is there already
     * @param mainClass with its arguments
     */
    protected final void launch(Path home, Path output, List<String> jvm, Path libraries, String... mainClass)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(jvm);
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")));
        command.add("-cp");
        command.add(WRAPPER.toAbsolutePath() + "/*:" + libraries.toAbsolutePath() + "/*");
        // Ends the process when its standard input ends, as it does with this JVM.
        command.add("io.jobledger.wrapper.EngineWrapper");
        command.add(home.resolve("lock").toString());
        command.addAll(List.of(mainClass));
        processes.add(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start());
    }

    /** Kills all its processes; they have ended when this returns. */
    protected final void kill() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        processes.clear();
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

    final boolean isAlive() {
        return processes.get(0).isAlive();
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
}
