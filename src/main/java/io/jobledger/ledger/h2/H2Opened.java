package io.jobledger.ledger.h2;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Hands the H2 file over to the pool, once the pool has opened it. */
@Singleton
final class H2Opened implements BeanCreatedEventListener<DataSource> {
    private final H2Opening opening;

    H2Opened(H2Opening opening) {
        this.opening = opening;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        try {
            opening.handOver();
        } catch (SQLException e) {
            throw new DataAccessException("The database cannot be used", e);
        }
        return event.getBean();
    }
}
