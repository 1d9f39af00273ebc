package io.jobledger.ledger.savepoints;

import io.jobledger.ledger.Ledger;
import java.util.List;
import java.util.Optional;

/** Keeps the savepoints of all clusters. {@link Ledger#record} puts them in. */
public interface SavepointCatalogue {
    Optional<Savepoint> find(String engine, String cluster, String path);

    /** Returns the savepoints that the run made, newest first. */
    List<Savepoint> ofRun(long runId);

    /**
     * Notes that the savepoint is gone. The first time stays.
     *
     * @param at milliseconds since the epoch
     * @return whether there was such a savepoint, not yet disposed
     */
    boolean markDisposed(String engine, String cluster, String path, long at);
}
