package io.jobledger.flink.embedded;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteUrl;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The knobs {@code jobledger.flink.*} that say which Flink the service has.
 *
 * @param mode {@code mode}: {@code embedded}, {@code remote} or {@code off}
 * @param url {@code url}: the base URL of the cluster's REST API, for {@code remote} only
 * @param unresponsiveAfter {@code unresponsive-after}: a {@code remote} cluster that has not said for so long that it
 *     is there is taken to be away
 * @param archiveDir {@code archive-dir}: where the archives of a {@code remote} cluster
 *     ({@code jobmanager.archive.fs.dir}) can be read, if they can
 * @param taskManagers {@code task-managers}: how many of them an embedded Flink has, all in its one process
 * @param slots {@code slots}: task slots of each
 * @param scheduler {@code scheduler}: {@code default}, or {@code adaptive}, under which running jobs can be rescaled; of
 *     an embedded Flink
 * @param jvmOptions {@code jvm-options}: options for the embedded Flink's JVM, separated by spaces
 * @param config {@code config.*}: any of Flink's own settings, over those the service makes ({@link FlinkSettings})
 */
@ConfigurationProperties("jobledger.flink")
public record FlinkProperties(
        @Bindable(defaultValue = "embedded") String mode,
        @Nullable String url,
        @Bindable(defaultValue = "1750ms") Duration unresponsiveAfter,
        @Nullable Path archiveDir,
        @Bindable(defaultValue = "1") int taskManagers,
        @Bindable(defaultValue = "4") int slots,

        @Bindable(defaultValue = FlinkProperties.DEFAULT_SCHEDULER)
        String scheduler,

        @Bindable(defaultValue = "-Xmx768m") String jvmOptions,

        @Nullable @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        Map<String, String> config) {

    private static final String DEFAULT_SCHEDULER = "default";
    private static final String ADAPTIVE_SCHEDULER = "adaptive";

    public FlinkProperties {
        if (!scheduler.equals(DEFAULT_SCHEDULER) && !scheduler.equals(ADAPTIVE_SCHEDULER)) {
            throw new IllegalArgumentException(
                    "jobledger.flink.scheduler must be default or adaptive, but is \"" + scheduler + '"');
        }
        config = config == null ? Map.of() : Map.copyOf(config);
        atLeastOne("task-managers", taskManagers);
        atLeastOne("slots", slots);
    }

    /**
     * Where the engine puts a savepoint if nobody says where.
     *
     * @return null if that is not known, as of an engine that is not ours
     */
    @Nullable
    public String savepoints(FlinkDirectories directories) {
        if (engineMode() != EngineMode.EMBEDDED) {
            return null;
        }
        String old = config.getOrDefault(
                "state.savepoints.dir", directories.savepoints().toString());
        return config.getOrDefault("execution.checkpointing.savepoint-dir", old);
    }

    boolean isAdaptive() {
        return scheduler.equals(ADAPTIVE_SCHEDULER);
    }

    /**
     * Reads {@code mode}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public EngineMode engineMode() {
        return EngineMode.parse("jobledger.flink.mode", mode);
    }

    /**
     * The base URL of a remote cluster.
     *
     * @throws IllegalArgumentException if there is none, or it is none of HTTP
     */
    public URI remoteUrl() {
        return RemoteUrl.parse("flink", url, "http://flink:8081");
    }

    private static void atLeastOne(String knob, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("jobledger.flink." + knob + " must be at least 1, but is " + value);
        }
    }
}
