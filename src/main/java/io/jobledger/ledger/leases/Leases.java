package io.jobledger.ledger.leases;

/**
 * What one service at a time may do, of all that use one database. Each lease has a name, and is made when it is first
 * asked for.
 *
 * <p>A holder lives for as long as its beats are seen to move; no clocks are compared. One that was killed has lost its
 * leases after five seconds to whoever asks for them, if that one asked before too: ask at least every second where
 * somebody is to carry on soon. The service of the same data directory has them back at once.
 */
public interface Leases {
    /**
     * Takes the lease if it is free or its holder is silent, or keeps it, which costs one read. To be called before each
     * step that only the holder may do: who was suspended may have lost it meanwhile.
     *
     * @param name at most 320 characters
     * @return whether this service has the lease
     * @throws RuntimeException if the database does not answer; then nobody knows
     */
    boolean hold(String name);

    /** Gives the lease up for others. Does nothing if this service does not have it. All are given up at the stop. */
    void release(String name);
}
