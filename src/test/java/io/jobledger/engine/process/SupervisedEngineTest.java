package io.jobledger.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.EngineUnavailableException;
import io.jobledger.engine.HealthQuestion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not take a running engine; the rest is tested on Flink. */
class SupervisedEngineTest {

    private static final Supervision LIMITS = new Supervision(
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            3,
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    @TempDir
    Path directory;

    private SupervisedEngine engine;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void missingEngineStopsItAndNamesTheKnob() {
        engine = started(new Launcher() {
            @Override
            public EngineLaunch prepare() throws EngineLaunchException {
                new ServiceDirectories(directory, directory).libraries("flink");
                throw new AssertionError();
            }
        });
        CompletableFuture<EngineSession> waiting =
                engine.ready(Duration.ofMinutes(1)).toCompletableFuture();
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(EngineUnavailableException.class)
                .withMessageContaining("jobledger.engines-dir")
                .withMessageContaining(directory.toString());
        assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
    }

    @Test
    void engineThatDiesAtItsStartIsTriedAgainAndAgain() {
        AtomicInteger starts = new AtomicInteger();
        engine = started(new Launcher() {
            @Override
            public EngineLaunch prepare() {
                starts.incrementAndGet();
                return launch("exit 3");
            }
        });
        await().until(() -> starts.get() >= 3);
        assertThat(engine.state()).isEqualTo(EngineState.STARTING);
        assertThat(engine.session()).isEmpty();
        EngineUnavailableException refusal = refusal();
        assertThat(refusal).hasMessageContaining("exit status 3").hasMessageContaining("flink.err");
        assertThat(refusal.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void lingeringEngineIsNamed() throws Exception {
        try (ProcessLock lingering = new ProcessLock(directory.resolve("engine.lock"))) {
            assertThat(lingering.tryAcquire()).isTrue();
            engine = started(new Launcher() {
                @Override
                public EngineLaunch prepare() {
                    throw new AssertionError("started beside another one");
                }
            });
            await().untilAsserted(() -> assertThat(refusal())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(lingering.file().toString()));
        }
    }

    @Test
    void closesWithinItsLimitThoughTheEngineDoesNotListen() throws IOException {
        engine = started(new Launcher() {
            @Override
            public EngineLaunch prepare() {
                return launch("trap '' TERM; echo $$; while true; do read line || sleep 1; done");
            }
        });
        Path output = directory.resolve("flink.out");
        await().until(() -> Files.exists(output) && Files.readString(output).endsWith("\n"));
        long pid = Long.parseLong(Files.readString(output).trim());
        long began = System.nanoTime();
        engine.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void delaysDoubleUpToTheLongest() {
        engine = started(new Launcher() {
            @Override
            public EngineLaunch prepare() throws IOException {
                throw new IOException("not today");
            }
        });
        assertThat(List.of(1, 2, 3, 5, 6, 1000))
                .extracting(Supervision.DEFAULT::delay)
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 16L, 30L, 30L);
    }

    private EngineUnavailableException refusal() {
        return (EngineUnavailableException) engine.ready(Duration.ZERO)
                .toCompletableFuture()
                .handle((session, failure) -> failure)
                .join();
    }

    private static SupervisedEngine started(EngineLauncher launcher) {
        SupervisedEngine engine = new SupervisedEngine("flink", launcher, LIMITS, Clock.systemUTC());
        engine.start();
        return engine;
    }

    private abstract class Launcher implements EngineLauncher {
        @Override
        public EngineHome home() {
            return new EngineHome(directory);
        }

        EngineLaunch launch(String script) {
            HealthQuestion unanswered = new HealthQuestion("/", body -> Optional.empty());
            return new EngineLaunch(
                    List.of("sh", "-c", script),
                    directory,
                    directory.resolve("flink.out"),
                    directory.resolve("flink.err"),
                    URI.create("http://127.0.0.1:1"),
                    unanswered,
                    unanswered);
        }
    }
}
