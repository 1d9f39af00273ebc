package io.jobledger.ledger.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * Cancels the statement of a connection to H2. JDBC's own way ends no search that finds nothing: H2 looks at that
 * cancellation only when it has found a row.
 */
public final class H2Session {
    private final SessionLocal session;

    private H2Session(SessionLocal session) {
        this.session = session;
    }

    /** Returns the session of a connection to an H2 in this JVM; empty for all others. */
    public static Optional<H2Session> of(Connection connection) throws SQLException {
        return connection.isWrapperFor(JdbcConnection.class)
                        && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal local
                ? Optional.of(new H2Session(local))
                : Optional.empty();
    }

    /** Cancels the running statement; without one, the next. */
    public void cancel() {
        session.cancel();
    }

    /** Lets the next statement run, whatever was cancelled before. */
    public void goOn() {
        session.setQueryTimeout(session.getQueryTimeout());
    }
}
