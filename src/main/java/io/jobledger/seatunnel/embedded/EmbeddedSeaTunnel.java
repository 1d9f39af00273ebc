package io.jobledger.seatunnel.embedded;

import io.jobledger.engine.process.EngineLaunch;
import io.jobledger.engine.process.EngineLaunchException;
import io.jobledger.engine.process.EngineLauncher;
import io.jobledger.engine.process.FreePort;
import io.jobledger.engine.process.ProcessLock;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.WrappedJava;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How to start the SeaTunnel that the build puts beside the service: one node of its Zeta engine. */
final class EmbeddedSeaTunnel implements EngineLauncher {

    static final String NAME = "seatunnel";

    private static final String MAIN_CLASS = "org.apache.seatunnel.engine.server.SeaTunnelServerStarter";

    /** What Hazelcast asks for on a Java of today. */
    private static final List<String> MODULES = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private static final Pattern VERSION = Pattern.compile("\"projectVersion\":\"([^\"]+)\"");

    private final ServiceDirectories service;
    private final SeaTunnelProperties properties;
    private final SeaTunnelDirectories directories;

    EmbeddedSeaTunnel(ServiceDirectories service, SeaTunnelProperties properties) {
        this.service = service;
        this.properties = properties;
        this.directories = new SeaTunnelDirectories(service.data(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ProcessLock lock() {
        return new ProcessLock(directories.lock());
    }

    @Override
    public EngineLaunch prepare() throws EngineLaunchException, IOException {
        directories.prepare();
        SeaTunnelSettings settings = new SeaTunnelSettings(properties, directories, FreePort.onLoopback());
        Files.writeString(seatunnelYaml(), settings.seatunnelYaml());
        Files.writeString(hazelcastYaml(), settings.hazelcastYaml());
        return new EngineLaunch(
                WrappedJava.command(
                        service, NAME, directories.plugins(), jvmOptions(), directories.lock(), List.of(MAIN_CLASS)),
                directories.root(),
                log("seatunnel.out"),
                log("seatunnel.err"),
                settings.url(),
                URI.create(settings.url() + "/hazelcast/rest/maps/overview"),
                EmbeddedSeaTunnel::versionIfWell);
    }

    /** A node answers before it can run tasks. */
    private static Optional<String> versionIfWell(String overview) {
        Matcher version = VERSION.matcher(overview);
        return overview.contains("\"workers\":\"0\"") || !version.find()
                ? Optional.empty()
                : Optional.of(version.group(1));
    }

    private Path seatunnelYaml() {
        return directories.conf().resolve("seatunnel.yaml");
    }

    private Path hazelcastYaml() {
        return directories.conf().resolve("hazelcast.yaml");
    }

    private Path log(String name) {
        return directories.log().resolve(name);
    }

    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(MODULES);
        options.add("-Djava.io.tmpdir=" + directories.tmp());
        // Not the folder with the plugins: each job would have its own copies of their classes, hidden from our
        // connectors.
        options.add("-DSEATUNNEL_HOME=" + directories.conf());
        options.add("-Dseatunnel.config=" + seatunnelYaml());
        options.add("-Dhazelcast.config=" + hazelcastYaml());
        options.add("-Dlog4j2.configurationFile=classpath:jobledger-log4j2.properties");
        options.add("-Dlog.file=" + log("seatunnel.log"));
        options.add("-Dstates.file=" + directories.stateLog());
        // Its times name no zone: they are to be read in ours.
        options.add("-Duser.timezone=" + ZoneId.systemDefault());
        Arrays.stream(properties.jvmOptions().trim().split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        return options;
    }
}
