package io.jobledger.engine;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Somebody else's cluster. It is taken to be there: whether it answers, its callers find out by calling it. */
public final class RemoteEngine implements Engine {

    private final String name;
    private final Availability availability;

    public RemoteEngine(String name, URI baseUrl, Clock clock) {
        this.name = name;
        this.availability = new Availability(name);
        availability.running(new EngineSession(withoutSlash(baseUrl), 1, EngineSession.NO_PID, clock.instant()));
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EngineState state() {
        return availability.state();
    }

    @Override
    public Optional<EngineSession> session() {
        return availability.session();
    }

    @Override
    public CompletionStage<EngineSession> ready(Duration wait) {
        return availability.ready(wait);
    }

    /** The cluster is not ours to stop: the service only leaves it alone from now on. */
    @Override
    public void stop() {
        availability.stopped("the service no longer uses it until it restarts");
    }
}
