package io.jobledger.seatunnel.embedded;

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
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the SeaTunnel that the build puts beside the service: one node of its Zeta engine. */
public record EmbeddedSeaTunnel(ServiceDirectories service, SeaTunnelProperties properties, EngineHome home)
        implements EngineLauncher {

    /** The engine's name in the settings and in the ledger, and its folder under {@code engines/}. */
    public static final String NAME = "seatunnel";

    private static final Duration UNRESPONSIVE_AFTER = Duration.ofSeconds(5);

    private static final String MAIN_CLASS = "org.apache.seatunnel.engine.server.SeaTunnelServerStarter";

    /** Options that Hazelcast asks for on a Java with modules. */
    private static final List<String> MODULES = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private static final Pattern VERSION = Pattern.compile("\"projectVersion\":\"([^\"]+)\"");

    private static final HealthQuestion READY =
            new HealthQuestion("/hazelcast/rest/maps/overview", EmbeddedSeaTunnel::versionIfWell);

    /**
     * Also asked of remote nodes, as older versions have no overview. The overview waits for the engine's coordinator,
     * which may be busy with jobs that it restores: a node that is late with it lives.
     */
    private static final HealthQuestion ALIVE = new HealthQuestion(
            "/hazelcast/rest/maps/system-monitoring-information", EmbeddedSeaTunnel::versionOfMembers);

    /** Returns all that the making of the cluster needs to know. */
    public ClusterSettings settings() {
        return new ClusterSettings("The SeaTunnel engine", properties, this, ALIVE, UNRESPONSIVE_AFTER);
    }

    @Override
    public EngineLaunch prepare() throws EngineLaunchException, IOException {
        SeaTunnelDirectories directories = new SeaTunnelDirectories(home);
        directories.prepare();
        SeaTunnelSettings settings = new SeaTunnelSettings(properties, directories, FreePort.onLoopback());
        Files.writeString(directories.seatunnelYaml(), settings.seatunnelYaml());
        Files.writeString(directories.hazelcastYaml(), settings.hazelcastYaml());
        String plugins = directories.plugins().resolve("*").toString();
        List<String> command = WrappedJava.command(
                service, NAME, plugins, home, jvmOptions(directories), properties.jvmOptions(), List.of(MAIN_CLASS));
        return EngineLaunch.in(home, NAME, command, settings.url(), READY, ALIVE);
    }

    /** Reads an answer with one object per member of the cluster. It tells no version. */
    private static Optional<String> versionOfMembers(String members) {
        return members.startsWith("[{") ? Optional.of("of a version that it does not tell") : Optional.empty();
    }

    /** Returns the version once the node has workers. A node answers before it can run tasks. */
    private static Optional<String> versionIfWell(String overview) {
        Matcher version = VERSION.matcher(overview);
        return overview.contains("\"workers\":\"0\"") || !version.find()
                ? Optional.empty()
                : Optional.of(version.group(1));
    }

    private List<String> jvmOptions(SeaTunnelDirectories directories) {
        List<String> options = new ArrayList<>(MODULES);
        // Not the folder with the plugins: each job would have its own copies of their classes, hidden from our
        // connectors.
        options.add("-DSEATUNNEL_HOME=" + home.conf());
        options.add("-Dseatunnel.config=" + directories.seatunnelYaml());
        options.add("-Dhazelcast.config=" + directories.hazelcastYaml());
        options.add("-Dlog4j2.configurationFile=classpath:jobledger-log4j2.properties");
        options.add("-Dlog.file=" + directories.logFile());
        options.add("-Dstates.file=" + directories.stateLog());
        // The engine's times name no zone, so it writes them in ours.
        options.add("-Duser.timezone=" + ZoneId.systemDefault());
        return options;
    }
}
