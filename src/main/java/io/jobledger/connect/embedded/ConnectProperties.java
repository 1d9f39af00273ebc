package io.jobledger.connect.embedded;

import io.jobledger.cluster.EngineProperties;
import io.jobledger.engine.RemoteUrl;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Holds the settings {@code jobledger.connect.*} that say which RocketMQ Connect the service has.
 *
 * @param mode {@code mode}: {@code embedded}, {@code remote} or {@code off}
 * @param cluster {@code cluster}: its name in the ledger; null for the default
 * @param url {@code url}: where the workers answer, one or several with commas between, for {@code remote} only
 * @param jvmOptions {@code jvm-options}: options for the embedded worker's JVM, separated by spaces
 */
@ConfigurationProperties("jobledger.connect")
public record ConnectProperties(
        @Bindable(defaultValue = "embedded") String mode,
        @Nullable String cluster,
        @Nullable String url,
        @Bindable(defaultValue = ConnectProperties.LIGHT) String jvmOptions)
        implements EngineProperties {

    /** A JVM that starts quickly and stays small: the worker mostly waits for the broker. */
    static final String LIGHT = "-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    @Override
    public String kind() {
        return EmbeddedConnect.NAME;
    }

    @Override
    public URI remoteUrl() {
        return remoteUrls().get(0);
    }

    @Override
    public List<URI> remoteUrls() {
        return Arrays.stream((url == null ? "" : url).split(","))
                .map(one -> RemoteUrl.parse(kind(), one))
                .toList();
    }
}
