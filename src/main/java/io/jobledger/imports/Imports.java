package io.jobledger.imports;

import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.ImportState;
import io.jobledger.ledger.imports.QuarantinedFile;
import io.jobledger.ledger.leases.Leases;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports directories of archives: on request, or watched for good. Of several services on one database, one works at
 * an import. When it dies, another one that has the directory goes on.
 */
@Context
public class Imports {
    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

    private static final long ROUND_MILLIS = 1_000;
    private static final long STOP_SECONDS = 5;

    /** Reading and packing uses a whole processor, and the service has other work. */
    private static final int WORKERS = 2;

    private static final ThreadFactory THREADS = new NamedThreadFactory("imports");

    private final List<ArchiveFormat> formats;
    private final ImportLog log;
    private final Ledger ledger;
    private final Leases leases;
    private final Clock clock;
    private final Map<Long, Working> here = new HashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(THREADS);
    private final Workers workers;
    private final Set<WatchedDirectory> begun = new HashSet<>();
    private final Presence presence = new Presence(THREADS);

    private final AtomicBoolean started = new AtomicBoolean();
    private boolean warned;

    private record Working(ImportRun run, Thread thread) {}

    Imports(
            List<ArchiveFormat> formats,
            ImportLog log,
            Ledger ledger,
            Leases leases,
            Clock clock,
            @Property(name = "jobledger.imports.read-timeout") Duration readTimeout) {
        this.formats = formats;
        this.log = log;
        this.ledger = ledger;
        this.leases = leases;
        this.clock = clock;
        this.workers = new Workers(WORKERS, readTimeout, THREADS);
    }

    /** Begins once the service serves, because Micronaut ends no bean if the start fails. Each port has its event. */
    @EventListener
    void start(ServerStartupEvent event) {
        if (started.compareAndSet(false, true)) {
            rounds.scheduleWithFixedDelay(this::round, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Lets writes under way end by themselves. An interrupted write would close H2's file for all other users. */
    @PreDestroy
    void stop() throws InterruptedException {
        rounds.shutdown();
        rounds.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        here.values().forEach(working -> working.run().stop());
        workers.stop();
        if (!workers.awaitEnd(STOP_SECONDS)) {
            LOG.warn("An import is still at its work");
        }
        for (Working working : here.values()) {
            working.thread().join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        }
    }

    /** Returns the engine of an import that names none: the first one, by name, that has archives. */
    public String defaultEngine() {
        return formats.stream().map(ArchiveFormat::engine).sorted().findFirst().orElseThrow();
    }

    /**
     * Begins to import a directory. If an import of it for this cluster is running, that import is returned.
     *
     * @param cluster the cluster that the jobs are recorded for; null for the configured one
     * @param directory an absolute path; the import fails if there is no such directory
     * @throws IllegalArgumentException if the engine has no archives, or the path is not absolute
     */
    public Import start(String engine, @Nullable String cluster, Path directory) {
        ArchiveFormat format = format(engine)
                .orElseThrow(() -> new IllegalArgumentException("There are no archives of the engine " + engine));
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("Not an absolute path: " + directory);
        }
        Import begun = log.begin(
                engine,
                cluster == null ? format.cluster() : cluster,
                directory.normalize().toString(),
                false,
                clock.millis());
        hurry();
        return begun;
    }

    /** Returns an import; empty if it is not known. */
    public Optional<Import> find(long id) {
        return log.find(id);
    }

    /** Lists imports, newest first. */
    public Page<Import> list(PageRequest page) {
        return log.list(page);
    }

    /**
     * Ends an import. Files under way are still recorded. Does nothing if the import has ended. A watched directory is
     * not watched again until its import is resumed.
     *
     * @return the import now; empty if it is not known
     */
    public Optional<Import> cancel(long id) {
        log.end(id, ImportState.CANCELED, null, clock.millis());
        hurry();
        return log.find(id);
    }

    /**
     * Resumes an import that has ended in any state, with the files that came since, and those in quarantine.
     *
     * @return the import now; empty if it is not known
     * @throws IllegalStateException if it runs, or another one of the same directory does
     */
    public Optional<Import> resume(long id) {
        if (log.find(id).isEmpty()) {
            return Optional.empty();
        }
        if (!log.resume(id)) {
            throw new IllegalStateException("Import " + id + ", or another one of the same directory, is running");
        }
        hurry();
        return log.find(id);
    }

    /** Lists the unreadable files of an import, by path; empty if the import is not known. */
    public Optional<Page<QuarantinedFile>> quarantine(long id, PageRequest page) {
        return log.find(id).map(known -> log.quarantined(id, page));
    }

    private Optional<ArchiveFormat> format(String engine) {
        return formats.stream().filter(format -> format.engine().equals(engine)).findFirst();
    }

    private void hurry() {
        try {
            rounds.execute(this::round);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("No more rounds", stopped);
        }
    }

    /** Begins the imports that no service works at, and leaves those that others do. */
    private void round() {
        try {
            watch();
            List<Import> running = log.running();
            for (Import one : running) {
                if (here.containsKey(one.id()) || isForUs(one)) {
                    take(one);
                }
            }
            here.entrySet().removeIf(entry -> {
                boolean wanted = running.stream().anyMatch(one -> one.id() == entry.getKey());
                if (!wanted) {
                    entry.getValue().run().stop();
                }
                boolean over = !entry.getValue().thread().isAlive();
                if (over) {
                    leases.release(lease(entry.getKey()));
                }
                return over;
            });
            warned = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // The next round would never come if this were thrown.
            if (!warned) {
                warned = true;
                LOG.warn("Imports cannot be followed, which is tried again: {}", e.toString());
            }
            LOG.debug("The failed round", e);
        }
    }

    private void take(Import one) {
        boolean ours = leases.hold(lease(one.id()));
        Working working = here.get(one.id());
        if (working != null && !ours) {
            LOG.warn("Import {} of {}: another service goes on with it", one.id(), one.directory());
            working.run().stop();
        } else if (working == null && ours) {
            ImportRun run = new ImportRun(one, format(one.engine()).orElseThrow(), ledger, log, workers, clock);
            Thread thread = THREADS.newThread(run);
            here.put(one.id(), new Working(run, thread));
            thread.start();
        }
    }

    /** Returns whether this service may work at the import: it has the directory, or the import is new. */
    private boolean isForUs(Import one) throws InterruptedException {
        Optional<ArchiveFormat> format = format(one.engine());
        if (format.isEmpty()) {
            return false;
        }
        if (one.watched()) {
            WatchedDirectory watched = new WatchedDirectory(one.cluster(), Path.of(one.directory()));
            return format.get().watched().contains(watched) && presence.of(one);
        }
        return isNew(one) || presence.of(one);
    }

    /**
     * Returns whether no file was seen since the import was begun or resumed. Any service takes such an import, so a
     * missing directory fails soon.
     */
    private boolean isNew(Import one) {
        return one.progress().seen() == 0;
    }

    private static String lease(long id) {
        return "import-" + id;
    }

    /** Begins an import of each watched directory that has none. */
    private void watch() {
        for (ArchiveFormat format : formats) {
            for (WatchedDirectory watched : format.watched()) {
                String path = watched.path().toString();
                if (!begun.contains(watched)) {
                    // An import on request may be running for the directory; the watch begins after it.
                    boolean known = log.watched(format.engine(), watched.cluster(), path)
                            .or(() -> Optional.of(
                                    log.begin(format.engine(), watched.cluster(), path, true, clock.millis())))
                            .filter(Import::watched)
                            .isPresent();
                    if (known) {
                        begun.add(watched);
                    }
                }
            }
        }
    }
}
