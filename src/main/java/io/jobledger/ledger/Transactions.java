package io.jobledger.ledger;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.function.Supplier;

/** Runs work in a transaction, and again if it lost against another transaction. */
@Singleton
final class Transactions {
    private static final int ATTEMPTS = 5;

    private final TransactionOperations<Connection> operations;

    Transactions(TransactionOperations<Connection> operations) {
        this.operations = operations;
    }

    <T> T write(Supplier<T> work) {
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
