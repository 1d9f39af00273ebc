package io.jobledger.flink.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of Flink's own clients in a process of its own, as a user would start it: its libraries, and a configuration that
 * says where the cluster is. It dies with this JVM.
 */
final class FlinkClient {
    static final Path LIBRARIES = Path.of("target/engines/flink/lib");
    private static final Path WRAPPER = Path.of("target/engines/wrapper/lib");
    private static final long LIMIT_SECONDS = 150;

    private final List<String> arguments;
    private final Path output;
    private final Process process;

    private FlinkClient(List<String> arguments, Path output, Process process) {
        this.arguments = arguments;
        this.output = output;
        this.process = process;
    }

    /** Flink's command line, as its {@code bin/flink} starts it. */
    static FlinkClient commandLine(URI cluster, String... arguments) {
        return start(cluster, Map.of(), "", "org.apache.flink.client.cli.CliFrontend", arguments);
    }

    /**
     * A program that uses Flink's client libraries.
     *
     * @param config Flink's own settings
     * @param jar where its main class is
     */
    static FlinkClient program(
            URI cluster, Map<String, String> config, Path jar, String mainClass, String... arguments) {
        return start(cluster, config, ":" + jar, mainClass, arguments);
    }

    private static FlinkClient start(
            URI cluster, Map<String, String> config, String classes, String mainClass, String... arguments) {
        try {
            Path directory = configured(cluster, config);
            List<String> command = java(directory, classes);
            // Ends the process when its standard input ends, as it does with this JVM.
            command.addAll(List.of(
                    "io.jobledger.wrapper.EngineWrapper",
                    directory.resolve("lock").toString(),
                    mainClass));
            command.addAll(List.of(arguments));
            Path output = directory.resolve("output");
            ProcessBuilder builder =
                    process(directory, command).redirectErrorStream(true).redirectOutput(output.toFile());
            return new FlinkClient(List.of(arguments), output, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how to start a program that reads its standard input. */
    static ProcessBuilder builder(URI cluster, Path jar, String mainClass) throws IOException {
        Path directory = configured(cluster, Map.of());
        List<String> command = java(directory, ":" + jar);
        command.add(mainClass);
        return process(directory, command);
    }

    private static Path configured(URI cluster, Map<String, String> config) throws IOException {
        Path directory = Files.createTempDirectory("flink-client");
        Map<String, Object> all = new HashMap<>(config);
        all.put("rest.address", cluster.getHost());
        all.put("rest.port", cluster.getPort());
        Files.write(
                directory.resolve("config.yaml"),
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
        return directory;
    }

    private static List<String> java(Path directory, String classes) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dlog.file=" + directory.resolve("client.log"),
                "-cp",
                WRAPPER.toAbsolutePath() + "/*:" + LIBRARIES.toAbsolutePath() + "/*" + classes));
    }

    private static ProcessBuilder process(Path directory, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("FLINK_CONF_DIR", directory.toString());
        return builder;
    }

    /** What it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. */
    Outcome outcome() {
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended)
                    .as("%s ends; so far it said: %s", arguments, output())
                    .isTrue();
            return new Outcome(arguments, process.exitValue(), output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How a client ended, and everything that it printed. */
    record Outcome(List<String> arguments, int exit, String output) {
        /** Asserts that it succeeded. */
        Outcome succeeded() {
            assertThat(exit).as(toString()).isZero();
            return this;
        }

        /** What the one group of a pattern finds in the output. */
        String find(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(output);
            assertThat(matcher.find()).as("%s in %s", pattern, this).isTrue();
            return matcher.group(1);
        }

        /** The id of the job that it submitted. */
        String jobId() {
            return find("Job has been submitted with JobID ([0-9a-f]{32})");
        }
    }
}
