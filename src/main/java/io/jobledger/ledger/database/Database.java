package io.jobledger.ledger.database;

import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs statements on the connection of the transaction under way, or else each on one of its own. */
@Singleton
public class Database {
    private static final String IF_ABSENT = " ON CONFLICT DO NOTHING";

    private final ConnectionOperations<Connection> connections;
    private volatile Dialect dialect;

    public Database(ConnectionOperations<Connection> connections) {
        this.connections = connections;
    }

    public <T> List<T> list(Sql sql, Row<T> row) {
        return run(sql, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, row);
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

    /**
     * Inserts many rows.
     *
     * @param into the table with its columns, such as {@code points (x, y)}
     * @param rows values in the order of the columns
     */
    public void insert(String into, List<Object[]> rows) {
        insert(into, rows, "");
    }

    /** As {@link #insert(String, List)}, without those that break a unique key. */
    public void insertIfAbsent(String into, List<Object[]> rows) {
        insert(into, rows, IF_ABSENT);
    }

    private void insert(String into, List<Object[]> rows, String unless) {
        int perStatement = dialect().atOnce();
        for (int from = 0; from < rows.size(); perStatement = Math.max(1, perStatement / 2)) {
            int statements = (rows.size() - from) / perStatement;
            int to = from + statements * perStatement;
            if (statements > 0) {
                insert(into, perStatement, rows.subList(from, to), unless);
            }
            from = to;
        }
    }

    /** As a batch of statements of one text, which databases need not parse again. */
    private void insert(String into, int perStatement, List<Object[]> rows, String unless) {
        Sql sql = new Sql(values(into, perStatement, rows.get(0).length) + unless);
        run(sql, statement -> {
            addBatches(statement, perStatement, rows);
            return statement.executeBatch();
        });
    }

    /**
     * Inserts those of the rows that break no unique key, in their order.
     *
     * @param generated the columns to know of the rows; the first one a generated, unique one. Of rows that were not
     *     inserted there may be some too, with values of it that no row has
     */
    public <T> List<T> insertIfAbsent(String into, List<Object[]> rows, List<String> generated, Row<T> row) {
        // When H2 comes across another transaction's row it may run a statement again from its beginning, without
        // taking
        // back what it had inserted: of one with several rows it would then forget some.
        int perStatement = dialect().atOnce() == 1 ? 1 : rows.size();
        String sql = values(into, perStatement, rows.get(0).length) + IF_ABSENT;
        return connections.execute(ConnectionDefinition.DEFAULT, status -> {
            try (PreparedStatement statement =
                    status.getConnection().prepareStatement(sql, generated.toArray(String[]::new))) {
                addBatches(statement, perStatement, rows);
                statement.executeBatch();
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    return read(keys, row);
                }
            } catch (SQLException e) {
                throw new DataAccessException("Cannot run " + sql, e);
            }
        });
    }

    private static void addBatches(PreparedStatement statement, int perStatement, List<Object[]> rows)
            throws SQLException {
        int parameter = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (Object value : rows.get(row)) {
                statement.setObject(++parameter, value);
            }
            if ((row + 1) % perStatement == 0) {
                statement.addBatch();
                parameter = 0;
            }
        }
    }

    private static String values(String into, int rows, int columns) {
        String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
        return "INSERT INTO " + into + " VALUES " + String.join(", ", Collections.nCopies(rows, row));
    }

    private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
            all.add(row.read(rows));
        }
        return all;
    }

    /**
     * Answers to one question about many keys.
     *
     * @param ask for the rows of some of them
     */
    public <K, T> List<T> ofEach(Collection<K> keys, Function<List<K>, List<T>> ask) {
        List<K> all = List.copyOf(keys);
        List<T> answers = new ArrayList<>();
        for (int from = 0; from < all.size(); from += dialect().atOnce()) {
            answers.addAll(ask.apply(
                    all.subList(from, Math.min(all.size(), from + dialect().atOnce()))));
        }
        return answers;
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
