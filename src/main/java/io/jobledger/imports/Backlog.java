package io.jobledger.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Holds archives that are still to be read, in batches: small at first, so that the first jobs show soon. */
final class Backlog {
    private static final int LARGEST_BATCH = 512;
    private static final long BATCH_BYTES = 48L * 1024 * 1024;

    /** The most files that are held, about 100 bytes each. The listing waits at this number. */
    private static final int MOST = 500_000;

    private final ArrayDeque<ArchiveFile> files = new ArrayDeque<>();
    private int batch = 1;
    private int underWay;
    private boolean open = true;

    /** Adds a file, after a wait for room. */
    synchronized void add(ArchiveFile file) throws InterruptedException {
        while (files.size() >= MOST && open) {
            wait();
        }
        files.add(file);
    }

    /** Returns the next files; none if the backlog is empty or closed. */
    synchronized List<ArchiveFile> next() {
        List<ArchiveFile> next = new ArrayList<>();
        long bytes = 0;
        while (open && !files.isEmpty() && next.size() < batch && (next.isEmpty() || bytes < BATCH_BYTES)) {
            ArchiveFile file = files.poll();
            bytes += file.size();
            next.add(file);
        }
        if (next.size() == batch) {
            batch = Math.min(LARGEST_BATCH, batch * 2);
        }
        underWay += next.size();
        notifyAll();
        return next;
    }

    /** Notes that files from {@link #next} are dealt with. */
    synchronized void done(List<ArchiveFile> dealtWith) {
        underWay -= dealtWith.size();
    }

    /** Takes back files from {@link #next}, to be tried again. */
    synchronized void giveBack(List<ArchiveFile> untouched) {
        underWay -= untouched.size();
        for (int i = untouched.size() - 1; i >= 0; i--) {
            files.addFirst(untouched.get(i));
        }
    }

    /** Returns the number of files that are still to be read, or being read. */
    synchronized int size() {
        return files.size() + underWay;
    }

    /** Ends the supply of files. */
    synchronized void close() {
        open = false;
        notifyAll();
    }
}
