package io.jobledger.engine;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody else's cluster. It is asked twice a second whether it is well, and is taken to be away when it does not say
 * so in time: then calls to it fail at once, and those under way too, until it says so again. Each time that it comes
 * back begins a new session, as nobody knows whether it is still the same life.
 */
public final class RemoteEngine extends AbstractEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteEngine.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final URI baseUrl;
    private final HealthProbe probe;
    private final Duration patience;
    private final Clock clock;
    private final Thread watch;
    private long incarnation;

    /**
     * @param probe what to ask, below the base URL
     * @param health the engine's version if the body of a 200 says that it is well, else empty
     * @param patience how long an answer to the probe may take
     */
    public RemoteEngine(
            String name,
            URI baseUrl,
            String probe,
            Function<String, Optional<String>> health,
            Duration patience,
            Clock clock) {
        super(name, false);
        this.baseUrl = URI.create(baseUrl.toString().replaceFirst("/+$", ""));
        this.patience = patience;
        this.clock = clock;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        this.probe = new HealthProbe(http, URI.create(this.baseUrl + probe), health, patience);
        this.watch = new Thread(this::watch, name + "-watch");
        this.watch.setDaemon(true);
    }

    @Override
    public synchronized void start() {
        if (watch.getState() == Thread.State.NEW && state() != EngineState.STOPPED) {
            watch.start();
        }
    }

    /** The cluster is not ours to stop: the service only leaves it alone from now on. */
    @Override
    public synchronized void stop() {
        availability.stopped("the service no longer uses it until it restarts");
        watch.interrupt();
    }

    private void watch() {
        try {
            while (state() != EngineState.STOPPED) {
                Optional<String> version = probe.ask();
                if (version.isEmpty()) {
                    away();
                } else if (state() != EngineState.RUNNING) {
                    LOG.info("{} {} is there at {}", name(), version.get(), baseUrl);
                    availability.running(
                            new EngineSession(baseUrl, ++incarnation, EngineSession.NO_PID, clock.instant()));
                }
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is no longer watched", name());
        }
    }

    private void away() {
        if (state() != EngineState.DOWN) {
            LOG.warn("{} is away: no good answer from {} within {} ms", name(), baseUrl, patience.toMillis());
            availability.unavailable(EngineState.DOWN, "it does not answer at " + baseUrl, Duration.ZERO);
        }
    }
}
