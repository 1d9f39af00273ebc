package io.jobledger.ledger.database;

import java.sql.SQLException;
import java.util.Set;

/** Names the SQLSTATEs of H2 and PostgreSQL that the ledger treats specially. */
public final class SqlStates {
    /** The state of a statement that was cancelled, on both databases. */
    static final String CANCELLED = "57014";

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String POSTGRES_DEADLOCK = "40P01";
    private static final String H2_LOCK_TIMEOUT = "HYT00";
    private static final String H2_CONCURRENT_UPDATE = "90131";
    private static final String UNIQUE_VIOLATION = "23505";

    /** States of a transaction that another one was quicker than. It may well succeed if it is run again. */
    private static final Set<String> TRANSIENT =
            Set.of(SERIALIZATION_FAILURE, POSTGRES_DEADLOCK, H2_LOCK_TIMEOUT, H2_CONCURRENT_UPDATE);

    private SqlStates() {}

    static boolean isTransient(Throwable failure) {
        return isOneOf(TRANSIENT, failure);
    }

    public static boolean isDuplicate(Throwable failure) {
        return isOneOf(Set.of(UNIQUE_VIOLATION), failure);
    }

    /** Returns whether a statement was ended on purpose, as by a {@link QueryLimit}. */
    public static boolean isCancelled(Throwable failure) {
        return isOneOf(Set.of(CANCELLED), failure);
    }

    /** Returns whether the data breaks a rule of the schema, or has a type that the database does not know. */
    public static boolean isRefusal(Throwable failure) {
        String state = state(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static boolean isOneOf(Set<String> states, Throwable failure) {
        String state = state(failure);
        return state != null && states.contains(state);
    }

    private static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
