package io.jobledger.seatunnel.embedded;

import io.jobledger.cluster.EngineProperties;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Holds the settings {@code jobledger.seatunnel.*} that say which SeaTunnel the service has.
 *
 * @param mode {@code mode}: {@code embedded}, {@code remote} or {@code off}
 * @param cluster {@code cluster}: its name in the ledger; null for the default
 * @param url {@code url}: where the node answers, without {@code /hazelcast}, for {@code remote} only
 * @param jvmOptions {@code jvm-options}: options for the embedded SeaTunnel's JVM, separated by spaces
 * @param historyJobExpireMinutes {@code history-job-expire-minutes}: how long an embedded SeaTunnel itself knows a job
 *     that has ended
 * @param timeZone {@code time-zone}: the time zone in which a remote node writes its times, such as
 *     {@code Europe/Berlin}; null for the service's own
 * @param checkpointDir {@code checkpoint-dir}: the path here of a remote node's checkpoint storage, a folder per job;
 *     null if out of reach
 */
@ConfigurationProperties("jobledger.seatunnel")
public record SeaTunnelProperties(
        @Bindable(defaultValue = "embedded") String mode,
        @Nullable String cluster,
        @Nullable String url,
        @Bindable(defaultValue = "-Xmx512m") String jvmOptions,
        @Bindable(defaultValue = "1440") int historyJobExpireMinutes,
        @Nullable String timeZone,
        @Nullable Path checkpointDir)
        implements EngineProperties {

    public SeaTunnelProperties {
        if (historyJobExpireMinutes < 1) {
            throw new IllegalArgumentException(
                    "jobledger.seatunnel.history-job-expire-minutes must be at least 1, but is "
                            + historyJobExpireMinutes);
        }
    }

    /**
     * Returns the time zone in which the engine writes its times.
     *
     * @throws IllegalArgumentException if {@code time-zone} is no time zone
     */
    public ZoneId zone() {
        if (timeZone == null) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "jobledger.seatunnel.time-zone must be a time zone such as Europe/Berlin, but is \"" + timeZone
                            + '"',
                    e);
        }
    }

    @Override
    public String kind() {
        return EmbeddedSeaTunnel.NAME;
    }
}
