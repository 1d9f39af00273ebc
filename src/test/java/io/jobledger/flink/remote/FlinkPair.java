package io.jobledger.flink.remote;

import io.jobledger.engine.process.FreePort;
import io.jobledger.testing.RemoteProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Flink cluster that is none of the service's: a JobManager, which can be suspended, and a TaskManager. */
public final class FlinkPair extends RemoteProcess {
    /** The libraries of the embedded Flink, 1.20.5, do for a cluster of that version. */
    public static final Path FLINK_1_20 = Path.of("target/engines/flink/lib");

    private static final Path LOG4J = Path.of("engines/flink/src/main/resources/log4j2.properties");

    private static FlinkPair shared;

    private FlinkPair(Path libraries, Map<String, String> config) throws IOException {
        super("flink-pair");
        Map<String, String> all = new TreeMap<>(config());
        all.putAll(config);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(
                conf.resolve("config.yaml"),
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'\n")
                        .collect(Collectors.joining()));
        launch("jobmanager", libraries, "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        launch("taskmanager", libraries, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
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
        return started(() -> new FlinkPair(libraries, config));
    }

    /** Where the JobManager leaves the archives of jobs that ended. */
    public Path archive() {
        return directory.resolve("archive");
    }

    @Override
    protected boolean isReady() {
        return get("/overview").contains("\"slots-available\":4");
    }

    private void launch(String role, Path libraries, String mainClass) throws IOException {
        Path home = directory.resolve(role);
        Path logs = Files.createDirectories(home.resolve("log"));
        List<String> jvm = new ArrayList<>();
        for (String opened : List.of("lang", "lang.reflect", "net", "io", "nio", "text", "time", "util")) {
            jvm.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
        }
        jvm.add("-Dlog.file=" + logs.resolve("flink.log"));
        jvm.add("-Dlog4j.configurationFile=" + LOG4J.toAbsolutePath());
        String conf = directory.resolve("conf").toString();
        launch(home, logs.resolve("flink.out"), jvm, libraries, mainClass, "--configDir", conf);
    }

    private Map<String, String> config() throws IOException {
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
        config.put("rest.port", Integer.toString(port));
        config.put("rest.bind-port", Integer.toString(port));
        config.put("jobmanager.rpc.port", Integer.toString(FreePort.onLoopback()));
        config.put("taskmanager.numberOfTaskSlots", "4");
        config.put("state.checkpoints.dir", uri("checkpoints"));
        config.put("state.savepoints.dir", uri("savepoints"));
        config.put("jobmanager.archive.fs.dir", uri("archive"));
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

    private String uri(String name) throws IOException {
        return "file://" + Files.createDirectories(directory.resolve(name));
    }
}
