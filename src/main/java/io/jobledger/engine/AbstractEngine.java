package io.jobledger.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The half of an engine that its callers see; what makes it available or not is the other half. */
abstract class AbstractEngine implements Engine {

    final Availability availability;
    private final String name;

    AbstractEngine(String name) {
        this.name = name;
        this.availability = new Availability(name);
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
    public final CompletionStage<EngineSession> ready(Duration wait) {
        return availability.ready(wait);
    }
}
