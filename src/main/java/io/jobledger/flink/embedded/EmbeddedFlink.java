package io.jobledger.flink.embedded;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How to start the Flink that the build puts beside the service. */
final class EmbeddedFlink implements EngineLauncher {

    static final String NAME = "flink";

    /** What to ask any Flink to see whether it is well. */
    static final String PROBE = "/overview";

    private static final String MAIN_CLASS = "io.jobledger.flink.launcher.FlinkLauncher";

    /** The last Java that has a security manager, which Flink needs to catch a {@code System.exit}. */
    private static final int LAST_WITH_SECURITY_MANAGER = 23;

    private static final Pattern VERSION = Pattern.compile("\"flink-version\":\"([^\"]+)\"");

    private final ServiceDirectories service;
    private final FlinkProperties properties;
    private final FlinkDirectories directories;

    EmbeddedFlink(ServiceDirectories service, FlinkProperties properties) {
        this.service = service;
        this.properties = properties;
        this.directories = new FlinkDirectories(service.data(NAME));
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
        FlinkSettings settings = FlinkSettings.of(properties, directories, FreePort.onLoopback());
        Files.writeString(directories.conf().resolve("config.yaml"), settings.toYaml());
        URI url = settings.restUrl();
        return new EngineLaunch(
                WrappedJava.command(
                        service,
                        NAME,
                        jvmOptions(),
                        directories.lock(),
                        List.of(
                                MAIN_CLASS,
                                directories.conf().toString(),
                                Integer.toString(properties.taskManagers()))),
                directories.root(),
                log("flink.out"),
                log("flink.err"),
                url,
                URI.create(url + PROBE),
                EmbeddedFlink::versionIfWell);
    }

    /** A MiniCluster does not replace a task manager that failed, so without any it never runs a job again. */
    private static Optional<String> versionIfWell(String overview) {
        return overview.contains("\"taskmanagers\":0,") ? Optional.empty() : version(overview);
    }

    /** Empty for what is no Flink. */
    static Optional<String> version(String overview) {
        Matcher version = VERSION.matcher(overview);
        return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    }

    /** Flink serves as standard output what lies beside {@code log.file} with the ending {@code .out}. */
    private Path log(String name) {
        return directories.log().resolve(name);
    }

    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(JvmModules.OPTIONS);
        if (Runtime.version().feature() <= LAST_WITH_SECURITY_MANAGER) {
            options.add("-Djava.security.manager=allow");
        }
        options.add("-Djava.io.tmpdir=" + directories.tmp());
        options.add("-Dlog.file=" + log("flink.log"));
        Arrays.stream(properties.jvmOptions().trim().split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(options::add);
        return options;
    }
}
