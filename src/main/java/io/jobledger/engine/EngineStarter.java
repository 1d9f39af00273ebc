package io.jobledger.engine;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.util.List;

/** Starts the engines behind the service: once it serves, and without holding it up. */
@Singleton
final class EngineStarter implements ApplicationEventListener<ServerStartupEvent> {

    private final List<Engine> engines;

    EngineStarter(List<Engine> engines) {
        this.engines = engines;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        engines.forEach(Engine::start);
    }
}
