package io.jobledger.ledger.leases;

import io.jobledger.ledger.database.Transactions;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Singleton
final class JdbcLeases implements Leases {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcLeases.class);

    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final LeaseRows rows;
    private final Transactions transactions;
    private final Supplier<String> service;
    private final LongSupplier nanos;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(new NamedThreadFactory("leases"));

    /**
     * @param since when the lease was first seen with these beats, of this process's own monotonic clock
     * @param changed whether it has been seen with others
     */
    private record Seen(long beats, long since, boolean changed) {}

    @Inject
    JdbcLeases(LeaseRows rows, Transactions transactions, ServiceId service) {
        this(rows, transactions, service::value, System::nanoTime);
        beats.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes leases without beats of their own. */
    JdbcLeases(LeaseRows rows, Transactions transactions, Supplier<String> service, LongSupplier nanos) {
        this.rows = rows;
        this.transactions = transactions;
        this.service = service;
        this.nanos = nanos;
    }

    @Override
    public boolean hold(String name) {
        boolean mine = isMine(name);
        if (mine) {
            held.add(name);
        } else {
            held.remove(name);
        }
        return mine;
    }

    private boolean isMine(String name) {
        LeaseRow row;
        try {
            row = rows.findByName(name).orElseGet(() -> add(name));
        } catch (RuntimeException e) {
            // While the database is away, all services are silent.
            seen.remove(name);
            throw e;
        }
        return service.get().equals(row.holder())
                || (row.holder() == null || isSilent(row))
                        && transactions.writeInReserve(() -> rows.take(name, service.get(), row.beats())) > 0;
    }

    private LeaseRow add(String name) {
        rows.insertIfAbsent(name);
        return rows.findByName(name).orElseThrow();
    }

    private boolean isSilent(LeaseRow row) {
        long now = nanos.getAsLong();
        Seen first = seen.compute(
                row.name(),
                (name, before) -> before != null && before.beats() == row.beats()
                        ? before
                        : new Seen(row.beats(), now, before != null));
        return now - first.since() >= SILENCE.toNanos();
    }

    /** Returns whether a holder other than this service was seen to live. */
    boolean hasChanged(String name) {
        Seen last = seen.get(name);
        return last != null && last.changed();
    }

    /**
     * Tells others that this service lives. It does not use {@link Transactions}: a beat need not be on disk, as the
     * next one comes soon.
     */
    void beat() {
        for (String name : held) {
            try {
                if (rows.beat(name, service.get()) == 0 && held.remove(name)) {
                    LOG.warn("Another service has taken the lease \"{}\" while this one was not heard of", name);
                }
            } catch (RuntimeException | Error e) {
                // No failure may end the beats.
                LOG.debug("The database was not told that this service lives", e);
            }
        }
    }

    @Override
    public void release(String name) {
        held.remove(name);
        transactions.writeInReserve(() -> rows.release(name, service.get()));
    }

    /** Gives up all leases. Without a database they come free by themselves, a little later. */
    @PreDestroy
    void stop() throws InterruptedException {
        beats.execute(() -> Set.copyOf(held).forEach(this::release));
        beats.shutdown();
        beats.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
    }
}
