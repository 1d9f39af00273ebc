package io.jobledger.flink.embedded;

import io.jobledger.engine.EngineMode;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The knobs {@code jobledger.flink.*} that say which Flink the service has.
 *
 * @param mode {@code mode}: {@code embedded}, {@code remote} or {@code off}
 * @param url {@code url}: the base URL of the cluster's REST API, for {@code remote} only
 * @param taskManagers {@code task-managers}: how many of them an embedded Flink has, all in its one process
 * @param slots {@code slots}: task slots of each
 * @param jvmOptions {@code jvm-options}: options for the embedded Flink's JVM, separated by spaces
 * @param config {@code config.*}: any of Flink's own settings, over those the service makes ({@link FlinkSettings})
 */
@ConfigurationProperties("jobledger.flink")
public record FlinkProperties(
        @Bindable(defaultValue = "embedded") String mode,
        @Nullable URI url,
        @Bindable(defaultValue = "1") int taskManagers,
        @Bindable(defaultValue = "4") int slots,
        @Bindable(defaultValue = "-Xmx768m") String jvmOptions,

        @Nullable @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        Map<String, String> config) {

    public FlinkProperties {
        config = config == null ? Map.of() : Map.copyOf(config);
        atLeastOne("task-managers", taskManagers);
        atLeastOne("slots", slots);
    }

    /**
     * Where the engine puts a savepoint if nobody says where.
     *
     * @param data the engine's folder of the data dir
     * @return null if that is not known, as of an engine that is not ours
     */
    @Nullable
    public String savepoints(Path data) {
        if (EngineMode.parse("jobledger.flink.mode", mode) != EngineMode.EMBEDDED) {
            return null;
        }
        String old = config.getOrDefault(
                "state.savepoints.dir", new FlinkDirectories(data).savepoints().toString());
        return config.getOrDefault("execution.checkpointing.savepoint-dir", old);
    }

    private static void atLeastOne(String knob, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("jobledger.flink." + knob + " must be at least 1, but is " + value);
        }
    }
}
