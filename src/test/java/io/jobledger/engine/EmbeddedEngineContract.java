package io.jobledger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.engine.process.EngineLauncher;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.engine.process.SupervisedEngine;
import io.jobledger.engine.process.Supervision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that an embedded engine has to do, whichever it is. One engine is there for all tests; those that kill it find the
 * next one. {@code stop} is for good, so it comes last.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class EmbeddedEngineContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LAST = Integer.MAX_VALUE;

    private final String name;
    private final Duration probeTimeout;
    private final int probeFailures;

    protected Path dataDir;
    protected SupervisedEngine engine;

    /** The service's own limits, but for the waits and these two. */
    protected EmbeddedEngineContract(String name, Duration probeTimeout, int probeFailures) {
        this.name = name;
        this.probeTimeout = probeTimeout;
        this.probeFailures = probeFailures;
    }

    protected abstract EngineLauncher launcher(ServiceDirectories directories);

    @BeforeAll
    void start(@TempDir Path directory) {
        dataDir = directory;
        Supervision impatient = new Supervision(
                PATIENCE,
                Duration.ofMillis(500),
                probeTimeout,
                probeFailures,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1));
        engine = new SupervisedEngine(
                name, launcher(new ServiceDirectories(directory, null)), impatient, Clock.systemUTC());
        assertThat(engine.state()).isEqualTo(EngineState.STARTING);
        assertThat(engine.session()).isEmpty();
        engine.start();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    @Order(1)
    void listensOnLoopbackOnly() throws Exception {
        assertThat(ListeningSockets.of(session().pid())).isNotEmpty().allMatch(ListeningSockets.LOOPBACK::contains);
    }

    @Test
    @Order(1)
    void writesOnlyIntoItsFolderOfTheDataDir() throws Exception {
        session();
        try (Stream<Path> files = Files.list(dataDir)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name);
        }
    }

    @Test
    @Order(LAST)
    void staysDownOnceItIsStopped() {
        EngineSession session = session();
        engine.stop();
        assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
        assertThat(engine.session()).isEmpty();
        assertThat(engine.ready(PATIENCE).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        EngineUnavailableException.class,
                        e -> assertThat(e.state()).isEqualTo(EngineState.STOPPED));
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(session.pid()).isEmpty());
    }

    /** The engine that runs, or the next one. */
    protected final EngineSession session() {
        return engine.ready(PATIENCE).toCompletableFuture().join();
    }

    /** The first engine: it has not been started anew. */
    protected final EngineSession first() {
        EngineSession session = session();
        assertThat(session.incarnation()).isEqualTo(1);
        assertThat(ProcessHandle.of(session.pid())).isPresent();
        return session;
    }

    /** The engine that comes after one that was lost. */
    protected final EngineSession next(EngineSession last) {
        await().atMost(PATIENCE)
                .until(() -> engine.session()
                        .filter(now -> now.incarnation() > last.incarnation())
                        .isPresent());
        EngineSession next = engine.session().orElseThrow();
        assertThat(next.incarnation()).isEqualTo(last.incarnation() + 1);
        return next;
    }

    /** Kills the engine; returns the one that comes after it. */
    protected final EngineSession nextAfterKill() {
        EngineSession session = session();
        ProcessHandle.of(session.pid()).orElseThrow().destroyForcibly();
        EngineSession next = next(session);
        assertThat(next.startedAt()).isAfter(session.startedAt());
        return next;
    }
}
