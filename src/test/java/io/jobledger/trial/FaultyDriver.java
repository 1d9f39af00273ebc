package io.jobledger.trial;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Connects as the real driver of a URL does. Once told to, it lets one call in a hundred to the database fail or hang:
 * before the database does anything, or after it has done all, as when its answer is lost. The pool sees that first.
 */
public final class FaultyDriver implements Driver {
    private static final int ONE_IN = 100;
    private static final int LONGEST_HANG_MILLIS = 500;

    /** The calls that a driver sends to a server. */
    private static final Set<String> CALLS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

    private static volatile Random chance;

    /** Made by the pool. */
    public FaultyDriver() {}

    /** From now on calls fail. */
    static void begin(long seed) {
        chance = new Random(seed);
    }

    private enum Fault {
        REFUSED,
        LOST_BEFORE,
        LOST_AFTER,
        HANGS,
        HANGS_AND_FAILS
    }

    private static Fault next() {
        Random random = chance;
        if (random == null || random.nextInt(ONE_IN) > 0) {
            return null;
        }
        return Fault.values()[random.nextInt(Fault.values().length)];
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    /** @param connection null if there is none yet */
    private static <T> T call(Connection connection, Call<T> call) throws SQLException {
        Fault fault = next();
        if (fault == null) {
            return call.run();
        }
        switch (fault) {
            case REFUSED -> throw new SQLTransactionRollbackException("made up: refused", "40001");
            case LOST_BEFORE -> throw lost(connection);
            case LOST_AFTER -> {
                call.run();
                throw lost(connection);
            }
            case HANGS -> {
                hang();
                return call.run();
            }
            default -> {
                hang();
                throw new SQLTimeoutException("made up: no answer", "57014");
            }
        }
    }

    /** A rollback fails with its connection only. One that failed alone would leave half a transaction to go on with. */
    private static <T> T rollback(Connection connection, Call<T> call) throws SQLException {
        if (next() == null) {
            return call.run();
        }
        throw lost(connection);
    }

    private static SQLException lost(Connection connection) throws SQLException {
        if (connection != null) {
            connection.close();
        }
        return new SQLNonTransientConnectionException("made up: the connection is lost", "08006");
    }

    private static void hang() {
        try {
            Thread.sleep(chance.nextInt(LONGEST_HANG_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = call(null, () -> DriverManager.getDriver(url).connect(url, properties));
        return faulty(Connection.class, connection, connection);
    }

    private static <T> T faulty(Class<T> type, T real, Connection connection) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Call<Object> call = () -> {
                try {
                    return method.invoke(real, args);
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof SQLException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(e.getCause());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            };
            if (CALLS.contains(method.getName())) {
                return method.getName().equals("rollback") ? rollback(connection, call) : call(connection, call);
            }
            Object made = call.run();
            if (made instanceof PreparedStatement statement) {
                return faulty(PreparedStatement.class, statement, connection);
            }
            return made instanceof Statement statement ? faulty(Statement.class, statement, connection) : made;
        }));
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return DriverManager.getDriver(url) != null;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return DriverManager.getDriver(url).getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
