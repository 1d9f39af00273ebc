package io.jobledger.seatunnel.live;

import java.util.Optional;

/** Why the engine refused a request, where its answer does not say so. */
public interface HiddenCauses {

    /**
     * Blocks. May hold secrets.
     *
     * @param request what the request was marked with, in its query
     * @return empty if nothing more is known
     */
    Optional<String> of(String request);
}
