package io.jobledger.flink.embedded;

import io.jobledger.flink.FlinkCaches;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the embedded Flink's {@code config.yaml} says. In later groups stands what overrides the earlier ones: this
 * service's defaults, then {@code jobledger.flink.config.*}, then what the service itself relies on.
 */
record FlinkSettings(SortedMap<String, String> values) {

    private static final String LOOPBACK = "127.0.0.1";

    /** Default 10 and 16: what a job did before is gone by the time somebody asks. */
    private static final String HISTORY = "1000";

    /** Default 16. Each entry is a whole attempt with its metrics, so not quite as many. */
    private static final String ATTEMPTS_HISTORY = "100";

    /** 512 MiB, in bytes; the default of 100 MiB turns down larger jars. */
    private static final String MAX_CONTENT_LENGTH = Integer.toString(512 * 1024 * 1024);

    static FlinkSettings of(FlinkProperties properties, FlinkDirectories directories, int restPort) {
        SortedMap<String, String> values = new TreeMap<>();
        values.putAll(addresses());
        values.putAll(files(directories));
        values.putAll(habits());
        if (properties.isAdaptive()) {
            values.putAll(adaptive());
        }
        values.put("taskmanager.numberOfTaskSlots", Integer.toString(properties.slots()));
        values.putAll(properties.config());
        agree(values, directories);
        values.put("rest.address", LOOPBACK);
        values.put("rest.port", Integer.toString(restPort));
        values.put("rest.bind-port", Integer.toString(restPort));
        return new FlinkSettings(values);
    }

    /** What the recorder relies on: where archives lie, and how long the engine may answer out of its caches. */
    private static void agree(SortedMap<String, String> values, FlinkDirectories directories) {
        values.put("jobmanager.archive.fs.dir", uri(directories.archive()));
        for (String cache : List.of(FlinkCaches.REFRESH, FlinkCaches.STATISTICS)) {
            values.computeIfPresent(
                    cache, (key, asked) -> FlinkCaches.parse(asked).isPresent() ? asked : null);
        }
    }

    private static Map<String, String> addresses() {
        return Map.of(
                "rest.bind-address", LOOPBACK,
                "jobmanager.rpc.address", LOOPBACK,
                "jobmanager.bind-host", LOOPBACK,
                "taskmanager.host", LOOPBACK,
                "taskmanager.bind-host", LOOPBACK);
    }

    /**
     * The names of the state directories are the old ones on purpose: Flink prefers the new name where both are set, so
     * an override by an old name would have no effect.
     */
    private static Map<String, String> files(FlinkDirectories directories) {
        return Map.of(
                "io.tmp.dirs", directories.home().tmp().toString(),
                "web.tmpdir", directories.home().tmp().toString(),
                "web.upload.dir", directories.upload().toString(),
                "state.checkpoints.dir", uri(directories.checkpoints()),
                "state.savepoints.dir", uri(directories.savepoints()));
    }

    /**
     * {@code THROW}: a {@code System.exit} in a user's code fails that job or that submission. Flink's default would end
     * the process, and with it the jobs of everybody else.
     */
    private static Map<String, String> habits() {
        return Map.of(
                "web.submit.enable",
                "true",
                "web.cancel.enable",
                "true",
                "web.rescale.enable",
                "true",
                "web.checkpoints.history",
                HISTORY,
                "web.exception-history-size",
                HISTORY,
                "jobmanager.execution.attempts-history-size",
                ATTEMPTS_HISTORY,
                "rest.server.max-content-length",
                MAX_CONTENT_LENGTH,
                "cluster.intercept-user-system-exit",
                "THROW");
    }

    /**
     * A scheduler that rescales at once: by default it waits for 30 s after the last change of parallelism, and for 10 s
     * before it makes do with fewer slots than were asked for. Here slots neither come nor go.
     */
    private static Map<String, String> adaptive() {
        return Map.of(
                "jobmanager.scheduler",
                "adaptive",
                "jobmanager.adaptive-scheduler.scaling-interval.min",
                "0 ms",
                "jobmanager.adaptive-scheduler.resource-stabilization-timeout",
                "1 s");
    }

    /** Without the slash at the end that {@link Path#toUri()} puts there only if the directory exists. */
    private static String uri(Path directory) {
        String uri = directory.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    URI restUrl() {
        return URI.create("http://" + LOOPBACK + ":" + values.get("rest.port"));
    }

    /** As Flink reads it: one flat line per setting, quoted, so that no value is taken for anything but a string. */
    String toYaml() {
        return values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
