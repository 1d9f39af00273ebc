package io.jobledger.flink.embedded;

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
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the Flink that the build puts beside the service. */
public record EmbeddedFlink(ServiceDirectories service, FlinkProperties properties, EngineHome home)
        implements EngineLauncher {

    /** The engine's name in the settings and in the ledger, and its folder under {@code engines/}. */
    public static final String NAME = "flink";

    private static final String MAIN_CLASS = "io.jobledger.flink.launcher.FlinkLauncher";

    /** Last Java version with a security manager, which Flink needs to intercept {@code System.exit}. */
    private static final int LAST_WITH_SECURITY_MANAGER = 23;

    private static final Pattern VERSION = Pattern.compile("\"flink-version\":\"([^\"]+)\"");

    /** Any Flink answers it. */
    private static final HealthQuestion REMOTE = new HealthQuestion("/overview", EmbeddedFlink::version);

    private static final HealthQuestion OURS = new HealthQuestion("/overview", EmbeddedFlink::versionIfWell);

    /** Returns all that the making of the cluster needs to know. */
    public ClusterSettings settings() {
        return new ClusterSettings("The Flink cluster", properties, this, REMOTE, properties.unresponsiveAfter());
    }

    @Override
    public EngineLaunch prepare() throws EngineLaunchException, IOException {
        FlinkDirectories directories = new FlinkDirectories(home);
        directories.prepare();
        FlinkSettings settings = FlinkSettings.of(properties, directories, FreePort.onLoopback());
        Files.writeString(directories.config(), settings.toYaml());
        URI url = settings.restUrl();
        List<String> main = List.of(MAIN_CLASS, home.conf().toString(), Integer.toString(properties.taskManagers()));
        List<String> command =
                WrappedJava.command(service, NAME, "", home, jvmOptions(directories), properties.jvmOptions(), main);
        // Flink serves as standard output the file beside log.file with the ending .out.
        return EngineLaunch.in(home, NAME, command, url, OURS, OURS);
    }

    /** Returns the version; empty without task managers, as a MiniCluster never replaces a failed one. */
    private static Optional<String> versionIfWell(String overview) {
        return overview.contains("\"taskmanagers\":0,") ? Optional.empty() : version(overview);
    }

    /** Returns the version; empty if the answer is not of a Flink. */
    private static Optional<String> version(String overview) {
        Matcher version = VERSION.matcher(overview);
        return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    }

    private List<String> jvmOptions(FlinkDirectories directories) {
        List<String> options = new ArrayList<>(JvmModules.OPTIONS);
        if (Runtime.version().feature() <= LAST_WITH_SECURITY_MANAGER) {
            options.add("-Djava.security.manager=allow");
        }
        options.add("-Dlog.file=" + directories.logFile());
        return options;
    }
}
