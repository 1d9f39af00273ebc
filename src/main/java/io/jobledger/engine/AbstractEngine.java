package io.jobledger.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Implements the half of an engine that callers see. Subclasses make it available or not. */
public abstract class AbstractEngine implements Engine {

    protected final Availability availability;
    private final String name;

    /** @param restarts whether this engine is started again when it is down, so that a caller may wait for it */
    public AbstractEngine(String name, boolean restarts) {
        this.name = name;
        this.availability = new Availability(name, restarts);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final EngineState state() {
        return availability.state();
    }

    @Override
    public final Optional<EngineSession> session() {
        return availability.session();
    }

    @Override
    public final void onLost(Consumer<EngineSession> listener) {
        availability.onLost(listener);
    }

    @Override
    public final CompletionStage<EngineSession> ready(Duration wait) {
        return availability.ready(wait);
    }
}
