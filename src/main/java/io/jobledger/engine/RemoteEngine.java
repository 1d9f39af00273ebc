package io.jobledger.engine;

import java.net.URI;
import java.time.Clock;

/** Somebody else's cluster. It is taken to be there: whether it answers, its callers find out by calling it. */
public final class RemoteEngine extends AbstractEngine {

    public RemoteEngine(String name, URI baseUrl, Clock clock) {
        super(name);
        availability.running(new EngineSession(withoutSlash(baseUrl), 1, EngineSession.NO_PID, clock.instant()));
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** The cluster is not ours to stop: the service only leaves it alone from now on. */
    @Override
    public void stop() {
        availability.stopped("the service no longer uses it until it restarts");
    }
}
