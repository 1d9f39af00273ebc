package io.jobledger.ledger;

import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.function.Supplier;

/** Runs work in a transaction, and again if it lost against another transaction. What it returns is durable. */
@Singleton
public final class Transactions {
    private static final int ATTEMPTS = 5;

    private final ConnectionOperations<Connection> connections;
    private final TransactionOperations<Connection> operations;
    private final Durability durability;

    Transactions(
            ConnectionOperations<Connection> connections,
            TransactionOperations<Connection> operations,
            Durability durability) {
        this.connections = connections;
        this.operations = operations;
        this.durability = durability;
    }

    /** Returns once what the work has written is durable. Runs it more than once if need be. */
    public <T> T write(Supplier<T> work) {
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
