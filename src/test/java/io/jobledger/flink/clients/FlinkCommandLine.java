package io.jobledger.flink.clients;

import io.jobledger.engine.SourceJar;
import io.jobledger.flink.clients.FlinkClient.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** Flink's command line, loaded once: a command does what one in a process of its own does, after the one before it. */
final class FlinkCommandLine implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/test/flink-command-line");
    private static final long LIMIT_SECONDS = 150;

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader exits;
    private final ExecutorService queue = Executors.newSingleThreadExecutor();

    FlinkCommandLine(URI cluster) {
        try {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            Path jar = Files.createTempFile("command-line", ".jar");
            jar.toFile().deleteOnExit();
            SourceJar.write(SOURCES, FlinkClient.LIBRARIES, manifest, jar);
            this.process = FlinkClient.builder(cluster, jar, "io.jobledger.commands.CommandLine")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.exits = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Has a command run, and returns what waits for its end. */
    Supplier<Outcome> run(String... arguments) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> outcome(List.of(arguments)), queue)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
        return outcome::join;
    }

    private Outcome outcome(List<String> arguments) {
        try {
            Path output = Files.createTempFile("command", ".out");
            commands.println(output + "\t" + String.join("\t", arguments));
            String exit = exits.readLine();
            if (exit == null) {
                throw new IllegalStateException("The command line ended at " + arguments);
            }
            return new Outcome(arguments, Integer.parseInt(exit), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        queue.shutdownNow();
        process.destroyForcibly();
    }
}
