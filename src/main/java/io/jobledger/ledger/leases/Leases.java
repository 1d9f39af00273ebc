package io.jobledger.ledger.leases;

/**
 * Lets one service at a time do some work, of all services that use one database. A lease has a name, and is made when
 * a service first asks for it.
 *
 * <p>A holder lives as long as its beats are seen to move. No clocks are compared. A killed holder loses its leases
 * after five seconds to a service that asks for them, if that service asked before too. Ask at least every second if
 * another service is to carry on soon. The service of the same data directory has its leases back at once.
 */
public interface Leases {
    /**
     * Takes the lease if it is free or its holder is silent, or keeps it, which costs one read. Call it before each
     * step that only the holder may do: a suspended holder may have lost the lease.
     *
     * @param name at most 320 characters
     * @return whether this service has the lease
     * @throws RuntimeException if the database does not answer; then the holder is not known
     */
    boolean hold(String name);

    /** Gives the lease up for others. Does nothing if this service does not have it. The stop gives up all leases. */
    void release(String name);
}
