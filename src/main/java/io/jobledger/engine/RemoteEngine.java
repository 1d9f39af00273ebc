package io.jobledger.engine;

import io.micronaut.core.annotation.Nullable;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Represents a cluster that the service does not run. Probes ask twice a second whether it is well. It is away when it
 * refuses connections, when two answers in a row are bad, or when it is silent for too long. Until it says that it is
 * well, calls to it fail at once, also those under way. Each return begins a new session, because the cluster may have
 * restarted.
 *
 * <p>Silence counts, not slowness: a probe does not wait for the answer to the one before. So answers may come out of
 * order. An answer to an older probe than the newest answered one is ignored.
 */
public final class RemoteEngine extends AbstractEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteEngine.class);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_BETWEEN_QUESTIONS = 5;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final URI baseUrl;
    private final HealthProbe probe;
    private final Duration patience;
    private final Clock clock;
    private final Thread watch;

    /** In ticks, not by the clock: while our own process stands still, it hears nothing. */
    private long silence;

    /** The number of the newest probe that was answered. */
    private long newestHeard = -1;

    /** The number of bad answers in a row, up to the newest. */
    private int bad;

    private long incarnation;

    /**
     * @param patience for how long nothing may be heard of it
     */
    public RemoteEngine(String name, URI baseUrl, HealthQuestion question, Duration patience, Clock clock) {
        super(name, false);
        this.baseUrl = URI.create(baseUrl.toString().replaceFirst("/+$", ""));
        this.patience = patience;
        this.clock = clock;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWER_LIMIT)
                .build();
        this.probe = new HealthProbe(http, this.baseUrl, question, ANSWER_LIMIT);
        this.watch = new Thread(this::watch, name + "-watch");
        this.watch.setDaemon(true);
    }

    @Override
    public synchronized void start() {
        if (watch.getState() == Thread.State.NEW && state() != EngineState.STOPPED) {
            watch.start();
        }
    }

    /** Ends the use of the cluster, which goes on without the service. */
    @Override
    public synchronized void stop() {
        availability.stopped("the service no longer uses it until it restarts");
        watch.interrupt();
    }

    private void watch() {
        try {
            for (long tick = 0; state() != EngineState.STOPPED; tick++) {
                if (tick % TICKS_BETWEEN_QUESTIONS == 0) {
                    long question = tick;
                    probe.askAsync().whenComplete((version, error) -> heard(question, version, error));
                }
                Thread.sleep(TICK.toMillis());
                nothingHeard();
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is no longer watched", name());
        }
    }

    private synchronized void nothingHeard() {
        if (TICK.multipliedBy(++silence).compareTo(patience) > 0) {
            away("it has said nothing for " + patience.toMillis() + " ms");
        }
    }

    private synchronized void heard(long question, @Nullable Optional<String> version, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        // The ticks count the silence.
        if (cause instanceof HttpTimeoutException || question < newestHeard) {
            return;
        }
        newestHeard = question;
        if (cause == null && version.isPresent()) {
            bad = 0;
            well(version.get());
        } else if (++bad > 1 || cause instanceof ConnectException) {
            away(cause != null ? "it cannot be reached (" + cause + ")" : "it does not say that it is well");
        }
    }

    private void well(String version) {
        silence = 0;
        if (state() != EngineState.RUNNING && state() != EngineState.STOPPED) {
            LOG.info("{} {} is there at {}", name(), version, baseUrl);
            availability.running(new EngineSession(baseUrl, ++incarnation, EngineSession.NO_PID, clock.instant()));
        }
    }

    private void away(String why) {
        if (state() == EngineState.STARTING || state() == EngineState.RUNNING) {
            LOG.warn("{} at {} is away: {}", name(), baseUrl, why);
            availability.unavailable(EngineState.DOWN, why + ", at " + baseUrl, Duration.ZERO);
        }
    }
}
