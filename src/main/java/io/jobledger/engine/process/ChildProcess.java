package io.jobledger.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Holds an engine's process. Its standard input is a pipe that the service holds and never writes to. The pipe ends
 * when this service dies, even by a kill, and the wrapper inside then halts.
 */
final class ChildProcess {

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    static ChildProcess start(EngineLaunch launch) throws IOException {
        keepPrevious(launch.stdout());
        keepPrevious(launch.stderr());
        return new ChildProcess(new ProcessBuilder(launch.command())
                .directory(launch.directory().toFile())
                .redirectOutput(launch.stdout().toFile())
                .redirectError(launch.stderr().toFile())
                .start());
    }

    /** Keeps the output of the process before, because it tells why that process died. */
    private static void keepPrevious(Path output) throws IOException {
        Files.createDirectories(output.getParent());
        OwnPlace.file(output);
        if (Files.exists(output)) {
            Path previous = output.resolveSibling(output.getFileName() + ".1");
            OwnPlace.file(previous);
            Files.move(output, previous, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the process. Returns false if it still lives after this time. */
    boolean ends(Duration within) throws InterruptedException {
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the end of the process in words. */
    String end() {
        int status = process.exitValue();
        return status > 128 ? "signal " + (status - 128) : "exit status " + status;
    }

    /** Asks the process to end, insists after {@code limit}, and returns when it is gone. */
    void stop(Duration limit) throws InterruptedException {
        // Process.destroy would close the standard input too, and the wrapper would halt at once.
        process.toHandle().destroy();
        if (!ends(limit)) {
            kill();
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        ends(Duration.ofSeconds(5));
    }
}
