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
 * Builds the embedded Flink's {@code config.yaml}. Later groups override earlier ones: the service's defaults,
 * {@code jobledger.flink.config.*}, the settings that the service relies on.
 */
record FlinkSettings(SortedMap<String, String> values) {

    private static final String LOOPBACK = "127.0.0.1";

    /** Flink's defaults, 10 and 16, would drop a job's earlier events before a reader asks. */
    private static final String HISTORY = "1000";

    /** Flink's default is 16. Each entry is a whole attempt with its metrics, so fewer than {@link #HISTORY}. */
    private static final String ATTEMPTS_HISTORY = "100";

    /** 512 MiB, in bytes; Flink's default of 100 MiB refuses larger jars. */
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

    /** Sets the archive directory, and drops unfit cache timeouts, for the recorder. */
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
     * Returns the directories. State directories have Flink's old names on purpose: Flink prefers the new name if both
     * are set. An override by an old name would then have no effect.
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
     * Returns the service's defaults. With {@code THROW}, a {@code System.exit} in a user's code fails its job or
     * submission. Flink's default would end the process, and all other jobs with it.
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
     * Returns the settings of a scheduler that rescales at once. Flink's defaults wait 30 s after the last change of
     * parallelism, and 10 s before using fewer slots than asked for. An embedded Flink neither gains nor loses slots.
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

    /** Returns the URI without the final slash, which {@link Path#toUri()} adds only for an existing directory. */
    private static String uri(Path directory) {
        String uri = directory.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    URI restUrl() {
        return URI.create("http://" + LOOPBACK + ":" + values.get("rest.port"));
    }

    /** Returns one flat line per setting, quoted so that Flink reads each value as a string. */
    String toYaml() {
        return values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
