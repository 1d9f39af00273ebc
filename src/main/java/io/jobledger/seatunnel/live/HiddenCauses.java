package io.jobledger.seatunnel.live;

import java.util.Optional;

/** Finds why the engine refused a request, if its answer does not say so. */
public interface HiddenCauses {

    /**
     * Returns the causes of a refusal, which may hold secrets. Blocks.
     *
     * @param request the mark in the query of the request
     * @return empty if nothing more is known
     */
    Optional<String> of(String request);
}
