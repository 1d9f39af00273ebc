package io.jobledger.trial;

import java.nio.file.Path;

/** One way to make the service lose something. */
interface Kind {
    String name();

    /**
     * @param trials how often
     * @param seed of all that is left to chance
     * @param directory an empty one, for all that it writes
     */
    Tally run(int trials, long seed, Path directory) throws Exception;
}
