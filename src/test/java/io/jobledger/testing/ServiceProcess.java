package io.jobledger.testing;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, so that it can be killed. It dies with this JVM at the latest. */
public final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final URI url;
    private final Path log;

    ServiceProcess(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Where it serves, without a slash at the end. */
    public URI url() {
        return url;
    }

    public long pid() {
        return process.pid();
    }

    /** All that it has printed. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Its standard input. */
    public Writer input() {
        return process.outputWriter();
    }

    /** The processes that it started, and those that they started. */
    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Keeps it from doing anything until it is killed. */
    public void suspend() {
        Signal.STOP.to(process.pid());
    }

    /** Sends SIGKILL; the process has ended when this returns. Its children are left to themselves. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end; returns whether it came in time. */
    public boolean ends(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Its exit code, once it has ended. */
    public int exitValue() {
        return process.exitValue();
    }

    /** Sends SIGKILL to it and to its children; all of them have ended when this returns. */
    @Override
    public void close() {
        List<ProcessHandle> children = children();
        kill();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
    }
}
