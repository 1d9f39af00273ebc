package io.jobledger.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An engine that is switched off: what was recorded of it stays readable. */
public final class AbsentEngine implements Engine {

    private final String name;
    private final Availability availability;

    /** @param reason why it is not there, for those who ask for it: the end of the sentence "not available: …" */
    public AbsentEngine(String name, String reason) {
        this.name = name;
        this.availability = new Availability(name);
        availability.stopped(reason);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EngineState state() {
        return EngineState.STOPPED;
    }

    @Override
    public Optional<EngineSession> session() {
        return Optional.empty();
    }

    @Override
    public CompletionStage<EngineSession> ready(Duration wait) {
        return availability.ready(wait);
    }

    @Override
    public void stop() {}
}
