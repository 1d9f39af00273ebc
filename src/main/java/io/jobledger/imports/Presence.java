package io.jobledger.imports;

import io.jobledger.ledger.imports.Import;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether this service has the directories of imports. Each has its own thread, so that other imports do not
 * wait: a look at a mounted volume whose server is gone may never end. Not for use by several threads.
 */
final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private static final long LOOK_MILLIS = 100;

    private final ThreadFactory threads;
    private final Map<Long, FutureTask<Boolean>> looks = new HashMap<>();
    /** The watched imports whose directories were absent at the last look. */
    private final Set<Long> absent = ConcurrentHashMap.newKeySet();

    Presence(ThreadFactory threads) {
        this.threads = threads;
    }

    /** Returns whether the import's directory is present. Takes at most 0.1 s. */
    boolean of(Import one) throws InterruptedException {
        Path directory = Path.of(one.directory());
        return of(one.id(), () -> one.watched() ? hasEntries(one, directory) : Files.isDirectory(directory));
    }

    /** @return the result of the look; false while it goes on */
    boolean of(long id, Callable<Boolean> look) throws InterruptedException {
        FutureTask<Boolean> underWay = looks.get(id);
        if (underWay == null) {
            underWay = new FutureTask<>(look);
            looks.put(id, underWay);
            threads.newThread(underWay).start();
        }
        try {
            boolean found = underWay.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            looks.remove(id);
            return found;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            looks.remove(id);
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Returns whether a watched directory has entries. If not, it is left to another service. */
    private boolean hasEntries(Import one, Path directory) {
        try {
            boolean any = ArchiveListing.hasEntries(directory);
            absent.remove(one.id());
            return any;
        } catch (IOException e) {
            if (absent.add(one.id())) {
                LOG.warn(
                        "Import {} of {}: the directory cannot be listed, and is looked for again and again: {}",
                        one.id(),
                        directory,
                        e.toString());
            }
            return false;
        }
    }
}
