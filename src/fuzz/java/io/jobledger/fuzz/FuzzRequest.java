package io.jobledger.fuzz;

import java.util.List;
import java.util.Set;

/**
 * One request, or several in one connection one after another, as the bytes that are sent.
 *
 * @param number which of its seed it is, from 0
 * @param shown the request in one line
 * @param pieces the bytes, in pieces that are sent a moment apart, so that they arrive as segments of their own
 * @param expected for each answer that is due, in order; empty if nothing needs to be answered
 */
record FuzzRequest(int number, String shown, List<byte[]> pieces, List<Expected> expected, Ending ending) {

    /** How the client goes on after the last byte. */
    enum Ending {
        /** It reads the answers, and may send the next request on the same connection. */
        KEEP,
        /** It reads the answers and closes. */
        CLOSE,
        /** It closes without reading. */
        CUT,
        /** It ends its own side of the connection, and then reads. */
        HALF_CLOSE
    }

    /**
     * An answer that is due.
     *
     * @param operation the operation of the contract
     * @param statuses those that are declared; if there are none, the request is no good HTTP, and needs no answer
     * @param get the path and query if the engine can be asked the same thing with a plain GET, else null
     * @param engine the engine that may have given a 500, else null
     */
    record Expected(String operation, boolean head, Set<Integer> statuses, String get, String engine) {

        /** What is answered to something that is no good HTTP. */
        static Expected nothing() {
            return new Expected("none", false, Set.of(), null, null);
        }
    }
}
