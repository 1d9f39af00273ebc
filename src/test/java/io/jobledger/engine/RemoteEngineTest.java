package io.jobledger.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which answers of somebody else's cluster, and which silence, mean that it is away. */
class RemoteEngineTest {
    /** So long that silence decides nothing. */
    private static final Duration FOREVER = Duration.ofMinutes(10);

    private final List<EngineSession> lost = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private RemoteEngine engine;

    /** The status of the answer to each question, from 1; may wait. */
    private volatile IntUnaryOperator answers = question -> 200;

    private void start(Duration patience) throws IOException {
        serve(0);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        engine = new RemoteEngine(
                "remote", url, new HealthQuestion("/health", Optional::of), patience, Clock.systemUTC());
        engine.onLost(lost::add);
        engine.start();
    }

    private void serve(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answers.applyAsInt(asked.incrementAndGet()), -1);
        } finally {
            answered.incrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        engine.stop();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void oneBadAnswerIsNone() throws IOException {
        answers = question -> question % 3 == 2 ? 500 : 200;
        start(FOREVER);
        until("it was asked often", () -> asked.get() > 9);
        assertThat(lost).isEmpty();
        assertThat(session().incarnation()).isEqualTo(1);
    }

    @Test
    void twoBadAnswersAreUntilAGoodOne() throws IOException {
        start(FOREVER);
        awaitState(EngineState.RUNNING);
        answers = question -> 500;
        awaitState(EngineState.DOWN);
        answers = question -> 200;
        awaitState(EngineState.RUNNING);
        assertThat(lost).hasSize(1);
        assertThat(session().incarnation()).isEqualTo(2);
    }

    /** The first questions are answered after a later one: they say how it was, not how it is. */
    @Test
    void answersToOldQuestionsSayNothing() throws IOException {
        answers = question -> {
            if (question <= 3) {
                hold(() -> answered.get() > 0);
                return 500;
            }
            hold(() -> question == 4 || answered.get() > 3);
            return 200;
        };
        start(FOREVER);
        until("later questions are answered", () -> answered.get() > 8);
        awaitState(EngineState.RUNNING);
        assertThat(lost).isEmpty();
        assertThat(session().incarnation()).isEqualTo(1);
    }

    /** Each question is answered when four more have been asked, which is after two seconds. */
    @Test
    void slownessIsNotSilence() throws IOException {
        answers = question -> {
            hold(() -> asked.get() >= question + 4);
            return 200;
        };
        start(Duration.ofSeconds(30));
        until("many slow answers came", () -> answered.get() > 8);
        assertThat(lost).isEmpty();
        assertThat(session().incarnation()).isEqualTo(1);
    }

    @Test
    void silenceIsAwayUntilItSpeaks() throws IOException {
        start(Duration.ofSeconds(1));
        awaitState(EngineState.RUNNING);
        AtomicInteger speaks = new AtomicInteger();
        answers = question -> {
            hold(() -> speaks.get() > 0);
            return 200;
        };
        awaitState(EngineState.DOWN);
        speaks.set(1);
        awaitState(EngineState.RUNNING);
        assertThat(session().incarnation()).isGreaterThan(1);
    }

    @Test
    void aRefusalIsAwayUntilItListens() throws IOException {
        start(FOREVER);
        awaitState(EngineState.RUNNING);
        int port = server.getAddress().getPort();
        server.stop(0);
        awaitState(EngineState.DOWN);
        serve(port);
        awaitState(EngineState.RUNNING);
        assertThat(session().incarnation()).isEqualTo(2);
    }

    private EngineSession session() {
        return engine.session().orElseThrow();
    }

    private void awaitState(EngineState state) {
        until("it is " + state, () -> engine.state() == state);
    }

    private static void hold(Callable<Boolean> until) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(until);
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(condition);
    }
}
