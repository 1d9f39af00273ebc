package io.jobledger.imports;

import java.util.concurrent.Semaphore;

/** Lets few batches of all imports be worked at at a time, in the order in which they come. */
final class Turns {
    private final Semaphore free;

    Turns(int batches) {
        free = new Semaphore(batches, true);
    }

    /** Waits for a turn. */
    void begin() {
        free.acquireUninterruptibly();
    }

    void end() {
        free.release();
    }
}
