package io.jobledger.ledger.h2;

import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.io.File;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the disk under an H2 file has room for more. A reserve stays free for writes that have begun, and for
 * H2, which moves data within its file. Other databases always have room here.
 */
@Singleton
public final class DiskRoom {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

    /** Eighths of the reserve that end a refusal when free: writes are not refused and let through in turns. */
    private static final int AGAIN_EIGHTHS = 9;

    /** Eighths of the reserve that stay free for H2. Of the default reserve H2 takes 152 MiB at once to move data. */
    private static final int IN_RESERVE_EIGHTHS = 6;

    @Nullable
    private final File directory;

    private final long reserve;
    private final AtomicBoolean refusing = new AtomicBoolean();

    DiskRoom(
            @Nullable @Property(name = "datasources.default.url") String url,
            @Property(name = "jobledger.disk-reserve") long reserve) {
        this.directory =
                H2Url.of(url).map(file -> file.file().getParent().toFile()).orElse(null);
        this.reserve = reserve;
    }

    /**
     * Checks the disk before a write. It costs one system call.
     *
     * @throws DiskNearlyFullException if less than {@code jobledger.disk-reserve} bytes are free
     */
    public void require() {
        if (directory == null) {
            return;
        }
        long again = reserve / 8 * AGAIN_EIGHTHS;
        long free = directory.getUsableSpace();
        boolean refused = refusing.get();
        if (free < (refused ? again : reserve)) {
            throw refusal(free, again);
        }
        if (refused && refusing.compareAndSet(true, false)) {
            LOG.info("There is room again on the disk of {}: the ledger is written", directory);
        }
    }

    /** Does the same before a write that may use a quarter of the reserve. */
    public void requireSome() {
        if (directory == null) {
            return;
        }
        long needed = reserve / 8 * IN_RESERVE_EIGHTHS;
        long free = directory.getUsableSpace();
        if (free < needed) {
            throw refusal(free, needed);
        }
    }

    private DiskNearlyFullException refusal(long free, long needed) {
        DiskNearlyFullException failure = new DiskNearlyFullException(directory, free, needed);
        if (refusing.compareAndSet(false, true)) {
            LOG.error("{} The service goes on by itself then.", failure.getMessage());
        }
        return failure;
    }
}
