package io.jobledger.ledger.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/**
 * Tells the pool to close connections to an H2 that has given up.
 *
 * <p>H2 gives up when it cannot write, as on a full disk. Every statement then fails until the last connection is
 * closed. Then H2 opens its file anew, and goes on with the committed data. The first statement on a new connection
 * ({@code connection-init-sql}) keeps the pool from joining a database that has given up.
 */
public final class ReopenAfterDiskFull implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return failure instanceof SQLNonTransientConnectionException ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
