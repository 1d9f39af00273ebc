package io.jobledger.engine.process;

import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Keeps a second service out of the data dir. It is taken before any other bean of ours is made. Without it the
 * database would refuse the second service, with an unclear message.
 */
@Context
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class DataDirLock {

    private final ProcessLock lock;

    /** @throws IllegalStateException if another service has the data dir */
    public DataDirLock(ServiceDirectories directories) {
        Path dataDir = directories.dataDir();
        lock = new ProcessLock(dataDir.resolve("jobledger.lock"));
        try {
            OwnPlace.file(dataDir.resolve("service-id"));
            if (!lock.tryAcquire()) {
                throw new IllegalStateException("The data dir " + dataDir + " is in use by another jobledger"
                        + lock.holder().map(pid -> " (process " + pid + ")").orElse("")
                        + ". Stop that one, or set jobledger.data-dir to a directory of its own.");
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The data dir " + dataDir + " cannot be written (" + reason(e)
                            + "). Set jobledger.data-dir to a directory that this user can make or write.",
                    e);
        }
    }

    /** Returns the reason of a failure. The message of a file's exception is often the file alone. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? file.getClass().getSimpleName().replace("Exception", "") + ": " + file.getFile()
                : e.getMessage();
    }

    @PreDestroy
    void release() throws IOException {
        lock.close();
    }
}
