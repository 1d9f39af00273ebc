package io.jobledger.ledger.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/**
 * Tells the pool which connections are of no use any more, beyond those that it knows by itself.
 *
 * <p>H2 gives up when it cannot write, as on a full disk: all that is asked of it fails, until its last connection is
 * closed. Then it opens its file anew, and goes on with what was committed. The first statement on a new connection
 * ({@code connection-init-sql}) keeps the pool from joining a database that has given up.
 */
public final class ReopenAfterDiskFull implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return failure instanceof SQLNonTransientConnectionException ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
