package io.jobledger.ledger.database;

import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.model.runtime.RuntimeEntityRegistry;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Runs statements on the connection of the current transaction, or else each on its own connection. */
@Singleton
public class Database {
    private static final String IF_ABSENT = " ON CONFLICT DO NOTHING";

    private final ConnectionOperations<Connection> connections;
    private final RuntimeEntityRegistry entities;
    private final Map<Class<?>, EntityTable> tables = new ConcurrentHashMap<>();
    private volatile Dialect dialect;

    public Database(ConnectionOperations<Connection> connections, RuntimeEntityRegistry entities) {
        this.connections = connections;
        this.entities = entities;
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

    /** Returns how many rows were written. */
    public int update(Sql sql) {
        return run(sql, PreparedStatement::executeUpdate);
    }

    /** Inserts many rows of one entity. */
    public void insert(List<?> rows) {
        insert(rows, "");
    }

    /**
     * As {@link #insert}, without rows that break a unique key. A repository cannot do this: it demands an id back of each
     * row, and a row that is not inserted gets none.
     *
     * @return how many rows were inserted
     */
    public int insertIfAbsent(List<?> rows) {
        return insert(rows, IF_ABSENT);
    }

    private int insert(List<?> rows, String unless) {
        int perStatement = dialect().atOnce();
        int inserted = 0;
        for (int from = 0; from < rows.size(); perStatement = Math.max(1, perStatement / 2)) {
            int statements = (rows.size() - from) / perStatement;
            int to = from + statements * perStatement;
            if (statements > 0) {
                inserted += insert(perStatement, rows.subList(from, to), unless);
            }
            from = to;
        }
        return inserted;
    }

    /** Runs a batch of statements of one text, which databases need not parse again. */
    private int insert(int perStatement, List<?> rows, String unless) {
        EntityTable table = table(rows);
        return run(new Sql(table.insert(perStatement) + unless), statement -> {
            addBatches(table, statement, perStatement, rows);
            return Arrays.stream(statement.executeBatch()).sum();
        });
    }

    /**
     * Inserts the rows that break no unique key, in their order.
     *
     * @param generated the columns to return of each row; the first one is generated and unique. Rows that were not
     *     inserted may be returned too, with values of that column that no row has
     */
    public <T> List<T> insertIfAbsent(List<?> rows, List<String> generated, Row<T> row) {
        // H2 may run a statement again from its beginning, when it meets another transaction's row. It does not take
        // back
        // the rows that it had inserted, and of a statement with several rows it would then forget some.
        int perStatement = dialect().atOnce() == 1 ? 1 : rows.size();
        EntityTable table = table(rows);
        String sql = table.insert(perStatement) + IF_ABSENT;
        return connections.execute(ConnectionDefinition.DEFAULT, status -> {
            try (PreparedStatement statement =
                    status.getConnection().prepareStatement(sql, generated.toArray(String[]::new))) {
                addBatches(table, statement, perStatement, rows);
                statement.executeBatch();
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    return read(keys, row);
                }
            } catch (SQLException e) {
                throw new DataAccessException("Cannot run " + sql, e);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private EntityTable table(List<?> rows) {
        return tables.computeIfAbsent(
                rows.get(0).getClass(), type -> new EntityTable(entities.getEntity((Class<Object>) type)));
    }

    private static void addBatches(EntityTable table, PreparedStatement statement, int perStatement, List<?> rows)
            throws SQLException {
        for (int row = 0; row < rows.size(); row++) {
            table.bind(statement, row % perStatement, rows.get(row));
            if ((row + 1) % perStatement == 0) {
                statement.addBatch();
            }
        }
    }

    private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
            all.add(row.read(rows));
        }
        return all;
    }

    /**
     * Returns the answers to one question about many keys.
     *
     * @param ask returns the rows of some of the keys
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

    /** Returns the dialect of the database that is in use. */
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
