package io.jobledger.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Archives that were found and are still to be read, in batches: small at first, so that the first jobs show soon. */
final class Backlog {
    private static final int LARGEST_BATCH = 512;
    private static final long BATCH_BYTES = 48L * 1024 * 1024;

    /** So many files are held, some 100 bytes each; the listing waits when there are more. */
    private static final int MOST = 500_000;

    private final ArrayDeque<ArchiveFile> files = new ArrayDeque<>();
    private int batch = 1;
    private int underWay;
    private boolean open = true;

    /** Waits for room. */
    synchronized void add(ArchiveFile file) throws InterruptedException {
        while (files.size() >= MOST && open) {
            wait();
        }
        files.add(file);
    }

    /** The next files; none if there are none, or no more are wanted. */
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

    /** What was got from {@link #next} is dealt with. */
    synchronized void done(List<ArchiveFile> dealtWith) {
        underWay -= dealtWith.size();
    }

    /** What was got from {@link #next} is to be tried again. */
    synchronized void giveBack(List<ArchiveFile> untouched) {
        underWay -= untouched.size();
        for (int i = untouched.size() - 1; i >= 0; i--) {
            files.addFirst(untouched.get(i));
        }
    }

    /** How many files are still to be read, or being read. */
    synchronized int size() {
        return files.size() + underWay;
    }

    /** No more are given. */
    synchronized void close() {
        open = false;
        notifyAll();
    }
}
