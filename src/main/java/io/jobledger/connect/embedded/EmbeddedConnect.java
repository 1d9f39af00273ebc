package io.jobledger.connect.embedded;

import io.jobledger.cluster.ClusterSettings;
import io.jobledger.engine.HealthQuestion;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.EngineLaunch;
import io.jobledger.engine.process.EngineLaunchException;
import io.jobledger.engine.process.EngineLauncher;
import io.jobledger.engine.process.FreePort;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.WrappedJava;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Starts the RocketMQ Connect that the build puts beside the service: a name server, a broker and a worker in one process.
 * The worker speaks the JSON dialect.
 */
public record EmbeddedConnect(ServiceDirectories service, ConnectProperties properties, EngineHome home)
        implements EngineLauncher {

    /** The engine's name in the settings and in the ledger, and its folder under {@code engines/}. */
    public static final String NAME = "connect";

    private static final Duration UNRESPONSIVE_AFTER = Duration.ofSeconds(5);

    private static final String MAIN_CLASS = "io.jobledger.connect.worker.ConnectWorker";

    /** Options that RocketMQ asks for on a Java with modules. */
    private static final List<String> MODULES = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");

    private static final HealthQuestion READY = new HealthQuestion("/health", body -> Optional.of("5.5.0"));

    /** A call that the workers of all dialects have. */
    private static final HealthQuestion ALIVE = new HealthQuestion("/getClusterInfo", EmbeddedConnect::version);

    /** Returns all that the making of the cluster needs to know. */
    public ClusterSettings settings() {
        return new ClusterSettings("The RocketMQ Connect worker", properties, this, ALIVE, UNRESPONSIVE_AFTER);
    }

    @Override
    public EngineLaunch prepare() throws EngineLaunchException, IOException {
        ConnectDirectories directories = new ConnectDirectories(home);
        directories.prepare();
        int port = FreePort.onLoopback();
        Properties settings = new Properties();
        settings.setProperty("http.port", Integer.toString(port));
        settings.setProperty("namesrv.port", Integer.toString(FreePort.onLoopback()));
        settings.setProperty("broker.port", Integer.toString(FreePort.onLoopback()));
        settings.setProperty("store", directories.store().toString());
        settings.setProperty("plugins", directories.plugins().toString());
        settings.setProperty("log", home.log().toString());
        try (Writer file = Files.newBufferedWriter(directories.settings())) {
            settings.store(file, null);
        }
        List<String> command = WrappedJava.command(
                service,
                NAME,
                "",
                home,
                MODULES,
                properties.jvmOptions(),
                List.of(MAIN_CLASS, directories.settings().toString()));
        return EngineLaunch.in(home, NAME, command, URI.create("http://127.0.0.1:" + port), READY, ALIVE);
    }

    private static Optional<String> version(String workers) {
        if (workers.startsWith("{")) {
            return Optional.of("with the JSON API");
        }
        return workers.startsWith("[") || workers.equals("null") ? Optional.of("with the text API") : Optional.empty();
    }
}
