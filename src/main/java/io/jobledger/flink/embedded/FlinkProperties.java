package io.jobledger.flink.embedded;

import io.jobledger.cluster.EngineProperties;
import io.jobledger.engine.EngineMode;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Holds the settings {@code jobledger.flink.*}, which select and configure the Flink of the service.
 *
 * @param mode {@code mode}: {@code embedded}, {@code remote} or {@code off}
 * @param cluster {@code cluster}: its name in the ledger; null for the default
 * @param url {@code url}: the base URL of the cluster's REST API, for {@code remote} only
 * @param archiveDir {@code archive-dir}: a readable directory with the archives of a {@code remote} cluster
 *     ({@code jobmanager.archive.fs.dir}); null for none
 * @param unresponsiveAfter {@code unresponsive-after}: silence after which a {@code remote} cluster counts as away
 * @param taskManagers {@code task-managers}: their number in an embedded Flink, all in its one process
 * @param slots {@code slots}: task slots of each
 * @param scheduler {@code scheduler} of an embedded Flink: {@code default}, or {@code adaptive}, which can rescale jobs
 * @param jvmOptions {@code jvm-options}: options for the embedded Flink's JVM, separated by spaces
 * @param config {@code config.*}: any of Flink's own settings, over those of the service ({@link FlinkSettings})
 */
@ConfigurationProperties("jobledger.flink")
public record FlinkProperties(
        @Bindable(defaultValue = "embedded") String mode,
        @Nullable String cluster,
        @Nullable String url,
        @Nullable Path archiveDir,
        @Bindable(defaultValue = "1750ms") Duration unresponsiveAfter,
        @Bindable(defaultValue = "1") int taskManagers,
        @Bindable(defaultValue = "4") int slots,

        @Bindable(defaultValue = FlinkProperties.DEFAULT_SCHEDULER)
        String scheduler,

        @Bindable(defaultValue = "-Xmx768m") String jvmOptions,

        @Nullable @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        Map<String, String> config)
        implements EngineProperties {

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

    /** Returns the engine's default directory for savepoints; null if unknown, as for an engine that is not ours. */
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

    @Override
    public String kind() {
        return EmbeddedFlink.NAME;
    }

    private static void atLeastOne(String knob, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("jobledger.flink." + knob + " must be at least 1, but is " + value);
        }
    }
}
