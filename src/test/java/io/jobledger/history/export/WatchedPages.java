package io.jobledger.history.export;

import io.jobledger.ledger.search.JobSearch;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the pages that are read, and lets one fail as it does when the database has gone away. */
@Singleton
@Requires(property = WatchedPages.ENABLED)
public final class WatchedPages implements BeanCreatedEventListener<JobSearch> {
    static final String ENABLED = "test.watched-pages";

    private static final AtomicInteger READ = new AtomicInteger();
    private static volatile int failing;

    static void reset() {
        READ.set(0);
        failing = 0;
    }

    static void failAt(int page) {
        reset();
        failing = page;
    }

    static int read() {
        return READ.get();
    }

    @Override
    public JobSearch onCreated(BeanCreatedEvent<JobSearch> event) {
        JobSearch search = event.getBean();
        return (query, page) -> {
            if (READ.incrementAndGet() == failing) {
                throw new DataAccessException("The database is gone");
            }
            return search.jobs(query, page);
        };
    }
}
