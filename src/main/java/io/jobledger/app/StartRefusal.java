package io.jobledger.app;

import io.jobledger.ledger.database.DatabaseRefusal;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;

/** Why the service does not start, for whoever has to mend it. */
final class StartRefusal {
    private StartRefusal() {}

    /**
     * The reason in one line; empty if it is an error of the program, of which all is to be told.
     *
     * @param databaseUrl {@code datasources.default.url}
     */
    static Optional<String> reason(Throwable failure, @Nullable String databaseUrl) {
        return DatabaseRefusal.of(failure, databaseUrl).or(() -> own(failure));
    }

    /** What our own checks say, they do as one of these, under whatever the framework has wrapped around it. */
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
