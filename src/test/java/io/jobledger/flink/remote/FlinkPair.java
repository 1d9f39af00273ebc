package io.jobledger.flink.remote;

import io.jobledger.engine.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Flink cluster that is none of the service's: a JobManager and a TaskManager as processes of their own, bound to
 * loopback, on free ports. They die with this JVM, however it ends.
 */
public final class FlinkPair implements AutoCloseable {
    /** The libraries of the embedded Flink, 1.20.5, do for a cluster of that version. */
    public static final Path FLINK_1_20 = Path.of("target/engines/flink/lib");

    private static final Path WRAPPER = Path.of("target/engines/wrapper/lib");
    private static final Path LOG4J = Path.of("engines/flink/src/main/resources/log4j2.properties");
    private static final int STARTS = 3;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static FlinkPair shared;

    private final Path directory;
    private final URI url;
    private final Process jobManager;
    private final Process taskManager;

    private FlinkPair(Path directory, Path libraries, Map<String, String> config) throws IOException {
        this.directory = directory;
        int restPort = FreePort.onLoopback();
        this.url = URI.create("http://127.0.0.1:" + restPort);
        Map<String, String> all = new TreeMap<>(config(directory, restPort));
        all.putAll(config);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(
                conf.resolve("config.yaml"),
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'\n")
                        .collect(Collectors.joining()));
        this.jobManager = launch(
                "jobmanager", libraries, "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        this.taskManager = launch("taskmanager", libraries, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
    }

    /** The one cluster of Flink 1.20.5 for all tests that leave it as they found it; it ends with the JVM. */
    public static synchronized FlinkPair shared() {
        if (shared == null) {
            shared = start(FLINK_1_20);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Starts a cluster and waits until it can run jobs: it has four slots. */
    public static FlinkPair start(Path libraries) {
        return start(libraries, Map.of());
    }

    /** @param config Flink's own settings, over those that the cluster needs to start */
    public static FlinkPair start(Path libraries, Map<String, String> config) {
        try {
            for (int start = 1; ; start++) {
                FlinkPair pair = new FlinkPair(Files.createTempDirectory("flink-pair"), libraries, config);
                try {
                    pair.awaitSlots();
                    return pair;
                } catch (RuntimeException e) {
                    pair.close();
                    // Whose port was taken meanwhile has died.
                    if (start == STARTS || pair.jobManager.isAlive()) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JobManager's REST API, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** What the JobManager answers. */
    public String get(String target) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + target))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where the JobManager leaves the archives of jobs that ended. */
    public Path archive() {
        return directory.resolve("archive");
    }

    /** Stops the JobManager from doing anything, as a machine that hangs: connections are taken, and not answered. */
    public void suspend() {
        signal("-STOP");
    }

    /** Undoes {@link #suspend}. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(jobManager.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Stream.of(taskManager, jobManager).forEach(Process::destroyForcibly);
        Stream.of(taskManager, jobManager).forEach(process -> process.onExit().join());
    }

    private void awaitSlots() {
        Awaitility.await("the cluster in " + directory + " has slots")
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("its JobManager died", () -> !jobManager.isAlive())
                .until(() -> get("/overview").contains("\"slots-available\":4"));
    }

    private Process launch(String role, Path libraries, String mainClass) throws IOException {
        Path logs = Files.createDirectories(directory.resolve(role).resolve("log"));
        Path tmp = Files.createDirectories(directory.resolve(role).resolve("tmp"));
        Path log = logs.resolve("flink.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        for (String opened : List.of("lang", "lang.reflect", "net", "io", "nio", "text", "time", "util")) {
            command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
        }
        command.add("-Dlog.file=" + log);
        command.add("-Dlog4j.configurationFile=" + LOG4J.toAbsolutePath());
        command.add("-Djava.io.tmpdir=" + tmp);
        command.add("-cp");
        command.add(WRAPPER.toAbsolutePath() + "/*:" + libraries.toAbsolutePath() + "/*");
        // Ends the process when its standard input ends, as it does with this JVM.
        command.add("io.jobledger.wrapper.EngineWrapper");
        command.add(directory.resolve(role).resolve("lock").toString());
        command.addAll(
                List.of(mainClass, "--configDir", directory.resolve("conf").toString()));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(logs.resolve("flink.out").toFile())
                .redirectError(logs.resolve("flink.err").toFile())
                .start();
    }

    private static Map<String, String> config(Path directory, int restPort) throws IOException {
        Map<String, String> config = new HashMap<>();
        for (String address : List.of(
                "rest.address",
                "rest.bind-address",
                "jobmanager.rpc.address",
                "jobmanager.bind-host",
                "taskmanager.host",
                "taskmanager.bind-host")) {
            config.put(address, "127.0.0.1");
        }
        config.put("rest.port", Integer.toString(restPort));
        config.put("rest.bind-port", Integer.toString(restPort));
        config.put("jobmanager.rpc.port", Integer.toString(FreePort.onLoopback()));
        config.put("taskmanager.numberOfTaskSlots", "4");
        config.put("state.checkpoints.dir", uri(directory, "checkpoints"));
        config.put("state.savepoints.dir", uri(directory, "savepoints"));
        config.put("jobmanager.archive.fs.dir", uri(directory, "archive"));
        config.put("web.upload.dir", directory.resolve("upload").toString());
        // What the scripts of a distribution work out and pass on.
        config.put("taskmanager.cpu.cores", "4.0");
        config.put("taskmanager.memory.framework.heap.size", "64m");
        config.put("taskmanager.memory.framework.off-heap.size", "64m");
        config.put("taskmanager.memory.task.heap.size", "128m");
        config.put("taskmanager.memory.task.off-heap.size", "0m");
        config.put("taskmanager.memory.managed.size", "32m");
        config.put("taskmanager.memory.network.min", "96m");
        config.put("taskmanager.memory.network.max", "96m");
        config.put("taskmanager.memory.jvm-metaspace.size", "256m");
        config.put("taskmanager.memory.jvm-overhead.min", "192m");
        config.put("taskmanager.memory.jvm-overhead.max", "192m");
        return config;
    }

    private static String uri(Path directory, String name) throws IOException {
        return "file://" + Files.createDirectories(directory.resolve(name));
    }
}
