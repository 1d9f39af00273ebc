package io.jobledger.ledger.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.BeanContext;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.flyway.FlywayConfigurationProperties;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Ends statements of a PostgreSQL that hangs, or whose machine is gone without a word. By default its driver waits for
 * ever, and so would a recorder. Settings in the URL win. Migrations may take as long as they do.
 */
@Singleton
final class PostgresTimeouts implements BeanCreatedEventListener<DatasourceConfiguration> {
    /** Seconds. Only migrations are meant to take nearly as long. */
    private static final String SOCKET_TIMEOUT = "60";

    private final BeanContext beans;

    PostgresTimeouts(BeanContext beans) {
        this.beans = beans;
    }

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration pool = event.getBean();
        if (pool.getUrl().startsWith("jdbc:postgresql:")) {
            pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT);
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            beans.findBean(FlywayConfigurationProperties.class, Qualifiers.byName(pool.getName()))
                    .ifPresent(flyway -> flyway.getFluentConfiguration().callbacks(new Patience()));
        }
        return pool;
    }

    /** Takes the timeout off for migrations. The pool sets its connections back itself. */
    private static final class Patience implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try {
                context.getConnection().setNetworkTimeout(Runnable::run, 0);
            } catch (SQLException e) {
                throw new FlywayException("Cannot take the time that a migration needs", e);
            }
        }

        @Override
        public String getCallbackName() {
            return "patience";
        }
    }
}
