package io.jobledger.ledger.database;

import io.jobledger.ledger.h2.DiskRoom;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.function.Supplier;

/** Runs work in a transaction, and again if it lost against another one. Its result is durable. */
@Singleton
public final class Transactions {
    private static final int ATTEMPTS = 5;

    private final ConnectionOperations<Connection> connections;
    private final TransactionOperations<Connection> operations;
    private final Durability durability;
    private final DiskRoom room;

    Transactions(
            ConnectionOperations<Connection> connections,
            TransactionOperations<Connection> operations,
            Durability durability,
            DiskRoom room) {
        this.connections = connections;
        this.operations = operations;
        this.durability = durability;
        this.room = room;
    }

    /**
     * Returns once the writes of the work are durable. Runs the work more than once if need be.
     *
     * @throws io.jobledger.ledger.h2.DiskNearlyFullException before anything is written
     */
    public <T> T write(Supplier<T> work) {
        room.require();
        return durably(work);
    }

    /**
     * Does the same as {@link #write}, but still while free space is below the disk reserve. For small writes,
     * deletions, and outcomes of operations that have begun.
     */
    public <T> T writeInReserve(Supplier<T> work) {
        room.requireSome();
        return durably(work);
    }

    private <T> T durably(Supplier<T> work) {
        return connections.executeWrite(connection -> {
            T result = commit(work);
            durability.ensure(connection.getConnection());
            return result;
        });
    }

    private <T> T commit(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return operations.executeWrite(status -> work.get());
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !SqlStates.isTransient(e)) {
                    throw e;
                }
            }
        }
    }
}
