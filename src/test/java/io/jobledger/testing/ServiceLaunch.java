package io.jobledger.testing;

import io.jobledger.engine.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A start of the service as a process of its own: its program, its JVM's options, and its settings. */
public final class ServiceLaunch {
    private static final List<String> LIGHT = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final List<String> jvm;
    private final List<String> program;
    private final List<String> settings = new ArrayList<>();
    private File workingDir;

    private ServiceLaunch(List<String> jvm, String... program) {
        this.jvm = new ArrayList<>(jvm);
        this.program = List.of(program);
        // The default is one port, which a service of another test may have.
        settings.add("-jobledger.seatunnel.port=-1");
        settings.add("-jobledger.connect.port=-1");
        // A test that wants RocketMQ Connect says so: the last setting wins.
        settings.add("-jobledger.connect.mode=off");
    }

    /** The service of this build without the tests' classes. It and its engines have JVMs that start quickly. */
    public static ServiceLaunch light() {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        return new ServiceLaunch(LIGHT, "-cp", classPath, "io.jobledger.app.Application")
                .with("-jobledger.flink.jvm-options=-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                .with("-jobledger.seatunnel.jvm-options=-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    }

    /** A main class of the tests that starts the service, in a JVM that starts quickly. */
    public static ServiceLaunch light(Class<?> main) {
        return new ServiceLaunch(LIGHT, "-cp", System.getProperty("java.class.path"), main.getName());
    }

    /** The packaged service as users run it, with a heap of 512 MB. */
    public static ServiceLaunch packaged() {
        String jar = Path.of("target/jobledger.jar").toAbsolutePath().toString();
        return new ServiceLaunch(List.of("-Xmx512m"), "-jar", jar)
                .with("-jobledger.engines-dir=" + Path.of("target/engines").toAbsolutePath());
    }

    /**
     * Adds arguments.
     *
     * @param arguments options of the JVM, which begin with {@code -X} or {@code -D}, and settings: {@code -name=value}
     */
    public ServiceLaunch with(String... arguments) {
        return with(List.of(arguments));
    }

    /** As {@link #with(String...)}. */
    public ServiceLaunch with(List<String> arguments) {
        for (String argument : arguments) {
            (argument.startsWith("-X") || argument.startsWith("-D") ? jvm : settings).add(argument);
        }
        return this;
    }

    /** Turns engines off. */
    public ServiceLaunch without(String... engines) {
        for (String engine : engines) {
            with("-jobledger." + engine + ".mode=off");
        }
        return this;
    }

    /** Sets where the process is started; else it is where the tests are. */
    public ServiceLaunch in(Path directory) {
        workingDir = directory.toFile();
        return this;
    }

    /**
     * Starts the process on a free port. It may not serve yet.
     *
     * @param log takes both its outputs, after all that is there already
     */
    public ServiceProcess start(Path dataDir, Path log) {
        try {
            int port = FreePort.onLoopback();
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            command.addAll(program);
            command.add("-jobledger.data-dir=" + dataDir);
            command.add("-micronaut.server.port=" + port);
            command.addAll(settings);
            Process process = new ProcessBuilder(command)
                    .directory(workingDir)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ServiceProcess(process, URI.create("http://127.0.0.1:" + port), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
