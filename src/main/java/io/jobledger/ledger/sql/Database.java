package io.jobledger.ledger.sql;

import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs statements on the connection of the transaction under way, or else each on one of its own. */
@Singleton
public class Database {
    private final ConnectionOperations<Connection> connections;
    private volatile Dialect dialect;

    public Database(ConnectionOperations<Connection> connections) {
        this.connections = connections;
    }

    public <T> List<T> list(Sql sql, Row<T> row) {
        return run(sql, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(row.read(rows));
                }
                return all;
            }
        });
    }

    public <T> Optional<T> first(Sql sql, Row<T> row) {
        return list(sql, row).stream().findFirst();
    }

    /** How many rows were written. */
    public int update(Sql sql) {
        return run(sql, PreparedStatement::executeUpdate);
    }

    /** What is under it. */
    public Dialect dialect() {
        if (dialect == null) {
            dialect = connections.execute(ConnectionDefinition.DEFAULT, status -> {
                try {
                    String product = status.getConnection().getMetaData().getDatabaseProductName();
                    return product.equals("H2") ? new H2Dialect() : new PostgresDialect();
                } catch (SQLException e) {
                    throw new DataAccessException("Cannot tell which database it is", e);
                }
            });
        }
        return dialect;
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(Sql sql, Work<T> work) {
        return connections.execute(ConnectionDefinition.DEFAULT, status -> {
            try (PreparedStatement statement = status.getConnection().prepareStatement(sql.toString())) {
                sql.bind(statement);
                return work.on(statement);
            } catch (SQLException e) {
                throw new DataAccessException("Cannot run " + sql, e);
            }
        });
    }
}
