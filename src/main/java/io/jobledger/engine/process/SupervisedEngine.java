package io.jobledger.engine.process;

import io.jobledger.engine.AbstractEngine;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.HealthProbe;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an engine as a child process of this service. One daemon thread starts it, watches it, restarts it when it dies
 * or is silent, and ends it with the service.
 */
public final class SupervisedEngine extends AbstractEngine {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedEngine.class);
    private static final Duration STARTUP_PROBE_INTERVAL = Duration.ofMillis(100);
    private static final Duration LOCK_PROBE_INTERVAL = Duration.ofMillis(100);

    private final EngineLauncher launcher;
    private final Supervision limits;
    private final Clock clock;
    private final HttpClient http;
    private final Thread supervisor;
    private boolean begun;
    private boolean ending;
    private long incarnation;

    public SupervisedEngine(String name, EngineLauncher launcher, Supervision limits, Clock clock) {
        super(name, true);
        this.launcher = launcher;
        this.limits = limits;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.probeTimeout())
                .build();
        this.supervisor = new Thread(this::supervise, name + "-supervisor");
        this.supervisor.setDaemon(true);
    }

    @Override
    public synchronized void start() {
        if (!begun && !ending) {
            begun = true;
            supervisor.start();
        }
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public void stop() {
        end("it was stopped, and starts again with the service");
    }

    @Override
    public void close() {
        end("the service is shutting down");
        try {
            // A process that survives even SIGKILL must not hold the service up.
            supervisor.join(limits.stopLimit().plusSeconds(6).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end(String reason) {
        availability.stopped(reason);
        if (!ending) {
            ending = true;
            supervisor.interrupt();
        }
    }

    private void supervise() {
        int failures = 0;
        try {
            while (true) {
                Ending ending = runOnce();
                failures = ending.lived().compareTo(limits.healthyAfter()) < 0 ? failures + 1 : 1;
                Duration delay = limits.delay(failures);
                String seconds = delay.toMillis() / 1000.0 + " s";
                LOG.warn("{} {}; next start in {}", name(), ending.how(), seconds);
                EngineState state = incarnation == 0 ? EngineState.STARTING : EngineState.DOWN;
                availability.unavailable(state, "it " + ending.how() + " and will be started again", delay);
                Thread.sleep(delay.toMillis());
            }
        } catch (EngineLaunchException e) {
            LOG.error("{} cannot be started: {}", name(), e.getMessage());
            availability.stopped(e.getMessage());
        } catch (InterruptedException e) {
            LOG.info("{} is stopped", name());
        } catch (RuntimeException e) {
            LOG.error("{} stays down: an error in its supervision", name(), e);
            availability.stopped("its supervision failed: " + e);
        }
    }

    /** Starts one process and stays with it until it is gone. */
    private Ending runOnce() throws EngineLaunchException, InterruptedException {
        EngineLaunch launch;
        ChildProcess child;
        try {
            Optional<Ending> locked = awaitLock();
            if (locked.isPresent()) {
                return locked.get();
            }
            launch = launcher.prepare();
            child = ChildProcess.start(launch);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            return Ending.unborn("could not be started: " + e);
        }
        try {
            return watch(launch, child);
        } finally {
            if (child.isAlive()) {
                child.stop(limits.stopLimit());
            }
        }
    }

    private Ending watch(EngineLaunch launch, ChildProcess child) throws InterruptedException {
        HealthProbe ready = new HealthProbe(http, launch.baseUrl(), launch.ready(), limits.probeTimeout());
        Instant launched = clock.instant();
        Optional<String> version;
        while ((version = ready.ask()).isEmpty()) {
            if (child.ends(STARTUP_PROBE_INTERVAL)) {
                return Ending.unborn("died while starting (" + child.end() + ", see " + launch.stderr() + ")");
            }
            if (clock.instant().isAfter(launched.plus(limits.startLimit()))) {
                child.kill();
                return Ending.unborn(
                        "did not answer within " + limits.startLimit().toSeconds() + " s and was killed");
            }
        }
        Instant up = clock.instant();
        EngineSession session = new EngineSession(launch.baseUrl(), ++incarnation, child.pid(), up);
        availability.running(session);
        LOG.info(
                "{} {} is ready on {} after {} ms (process {}, incarnation {})",
                name(),
                version.get(),
                session.baseUrl(),
                Duration.between(launched, up).toMillis(),
                session.pid(),
                session.incarnation());
        HealthProbe alive = new HealthProbe(http, launch.baseUrl(), launch.alive(), limits.probeTimeout());
        for (int failed = 0;
                failed < limits.probeFailures();
                failed = alive.ask().isPresent() ? 0 : failed + 1) {
            if (child.ends(limits.probeInterval())) {
                return lost(up, "died (" + child.end() + ", see " + launch.stderr() + ")");
            }
        }
        Ending ending = lost(up, "failed " + limits.probeFailures() + " health checks in a row and was killed");
        child.kill();
        return ending;
    }

    /** Ends the session before anything else, so that no call goes to a dead address. */
    private Ending lost(Instant up, String how) {
        availability.unavailable(EngineState.DOWN, "it " + how, limits.firstDelay());
        return new Ending(Duration.between(up, clock.instant()), how);
    }

    /** Waits for an earlier engine process. Returns empty once no other process has the engine's files. */
    private Optional<Ending> awaitLock() throws IOException, InterruptedException {
        OwnPlace.folder(launcher.home().root());
        Instant limit = clock.instant().plus(limits.lockWait());
        ProcessLock lock = new ProcessLock(launcher.home().lock());
        while (!lock.isFree()) {
            if (clock.instant().isAfter(limit)) {
                String holder = lock.holder().map(pid -> "process " + pid).orElse("a process");
                return Optional.of(Ending.unborn(
                        "cannot start while " + holder + ", left by an earlier service, holds " + lock.file()));
            }
            Thread.sleep(LOCK_PROBE_INTERVAL.toMillis());
        }
        return Optional.empty();
    }

    /**
     * Describes the end of one process.
     *
     * @param lived the time during which it answered
     * @param how a sentence without its subject
     */
    private record Ending(Duration lived, String how) {
        static Ending unborn(String how) {
            return new Ending(Duration.ZERO, how);
        }
    }
}
