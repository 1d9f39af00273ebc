package io.jobledger.ledger.h2;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.flyway.FlywayConfigurationProperties;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/** Migrates an H2 file before the pool opens it, and sets the pool's URL to one with a fuse. */
@Singleton
final class H2Opening implements BeanCreatedEventListener<DatasourceConfiguration> {
    private final BeanLocator beans;
    private Connection first;

    H2Opening(BeanLocator beans) {
        this.beans = beans;
    }

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration pool = event.getBean();
        Optional<H2Url> url = H2Url.of(pool.getUrl());
        if (url.isPresent()) {
            FusedFile.register();
            beans.findBean(FlywayConfigurationProperties.class, Qualifiers.byName(pool.getName()))
                    .filter(FlywayConfigurationProperties::isEnabled)
                    .ifPresent(flyway -> migrate(pool, url.get(), flyway));
            pool.setUrl(url.get().fused());
        }
        return pool;
    }

    private void migrate(DatasourceConfiguration pool, H2Url url, FlywayConfigurationProperties flyway) {
        try {
            first = new H2Migration(url, pool.getUsername(), pool.getPassword()).run(flyway.getFluentConfiguration());
        } catch (SQLException e) {
            throw new FlywayException("The database cannot be opened", e);
        }
        flyway.setEnabled(false);
    }

    /** Closes the first connection, as the pool has the database open now. */
    @PreDestroy
    void handOver() throws SQLException {
        if (first != null) {
            first.close();
            first = null;
        }
    }
}
