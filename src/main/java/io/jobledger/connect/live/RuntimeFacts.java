package io.jobledger.connect.live;

import io.jobledger.connect.ConnectorFacts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tells what the workers know now, whatever dialect they speak. A call fails with 503 while no worker is there. */
public interface RuntimeFacts {

    /** Returns all connectors, in the worker's order, those that are paused too. */
    CompletionStage<List<ConnectorFacts>> facts();

    /** Returns one connector, empty if the workers do not know it. */
    CompletionStage<Optional<ConnectorFacts>> facts(String name);
}
