package io.jobledger.seatunnel.embedded;

import io.jobledger.engine.DataDirLock;
import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineMode;
import io.jobledger.engine.RemoteEngine;
import io.jobledger.engine.ServiceDirectories;
import io.jobledger.engine.SupervisedEngine;
import io.jobledger.engine.Supervision;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.exceptions.DisabledBeanException;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The engine {@code seatunnel}, of the kind that {@code jobledger.seatunnel.mode} names; none if that is off. */
@Factory
final class SeaTunnelEngineFactory {

    /** @param lock only so that no engine is there without it */
    @Singleton
    @Named(EmbeddedSeaTunnel.NAME)
    @Bean(preDestroy = "close")
    Engine seatunnel(ServiceDirectories directories, SeaTunnelProperties properties, DataDirLock lock) {
        return switch (EngineMode.parse("jobledger.seatunnel.mode", properties.mode())) {
            case EMBEDDED ->
                new SupervisedEngine(
                        new EmbeddedSeaTunnel(directories, properties), Supervision.DEFAULT, Clock.systemUTC());
            case REMOTE -> remote(properties);
            // As long as nothing serves its API, a service without it has no such engine at all, in its health neither.
            case OFF -> throw new DisabledBeanException("jobledger.seatunnel.mode is off");
        };
    }

    private static Engine remote(SeaTunnelProperties properties) {
        if (properties.url() == null) {
            throw new IllegalArgumentException(
                    "jobledger.seatunnel.mode is remote, so jobledger.seatunnel.url must be set");
        }
        return new RemoteEngine(EmbeddedSeaTunnel.NAME, properties.url(), Clock.systemUTC());
    }
}
