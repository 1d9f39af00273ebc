package io.jobledger.imports;

import io.jobledger.ledger.imports.Import;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether an import still runs in this service, and logs why it stops. The import's state is set elsewhere. */
final class ImportStop {
    static final long RETRY_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ImportStop.class);

    private final Import run;
    private final Backlog backlog;
    private final CountDownLatch stopped = new CountDownLatch(1);

    ImportStop(Import run, Backlog backlog) {
        this.run = run;
        this.backlog = backlog;
    }

    /** Ends the work here. Returns at once. */
    void stop() {
        stopped.countDown();
        backlog.close();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits for this time, or until the import is stopped. Returns true if it is. */
    boolean await(long millis) throws InterruptedException {
        return stopped.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Stops the work here. Another service may have the directory, for example mounted only there. */
    void leave(String what) {
        if (isStopped()) {
            return;
        }
        LOG.info("Import {} of {}: is left to whoever has it: {}", run.id(), run.directory(), what);
        stop();
    }

    /** Stops after an error that leaves the progress unknown. The import begins anew from its facts in the ledger. */
    void giveUp(Throwable e) {
        stop();
        LOG.warn("Import {} of {}: is begun anew after {}", run.id(), run.directory(), e.toString());
        LOG.debug("What it is begun anew after", e);
    }

    /** @param again whether the step has failed before, so that no warning is logged */
    void failed(boolean again, Throwable e) {
        if (!again) {
            LOG.warn("Import {} of {}: a step failed and is tried again: {}", run.id(), run.directory(), e.toString());
        }
        LOG.debug("The failed step", e);
    }
}
