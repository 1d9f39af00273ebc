package io.jobledger.app;

import io.jobledger.ledger.database.DatabaseRefusal;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;

/** Finds why the service does not start, for the user who has to mend it. */
final class StartRefusal {
    private StartRefusal() {}

    /**
     * Returns the reason in one line; empty for an error of the program, whose whole trace is logged.
     *
     * @param databaseUrl {@code datasources.default.url}
     */
    static Optional<String> reason(Throwable failure, @Nullable String databaseUrl) {
        return DatabaseRefusal.of(failure, databaseUrl).or(() -> own(failure));
    }

    /** Returns the message of our own checks. They throw one of these types, and the framework wraps it. */
    private static Optional<String> own(Throwable failure) {
        Throwable reason = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean ours = cause instanceof IllegalStateException || cause instanceof IllegalArgumentException;
            if (ours || cause instanceof IOException && reason == null) {
                reason = cause;
            }
            if (cause instanceof ServerStartupException && cause.getMessage().contains(". Set ")) {
                return Optional.of(cause.getMessage());
            }
            if (cause instanceof DiskNearlyFullException) {
                return Optional.of(cause.getMessage());
            }
            if (cause instanceof BindException) {
                return Optional.of(cause.getMessage()
                        + ". Set micronaut.server.host to an address of this machine, and micronaut.server.port to a"
                        + " port that is free.");
            }
        }
        return Optional.ofNullable(reason).map(Throwable::getMessage);
    }
}
