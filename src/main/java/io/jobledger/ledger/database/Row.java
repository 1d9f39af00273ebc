package io.jobledger.ledger.database;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes a value of the current row of a result set. */
@FunctionalInterface
public interface Row<T> {
    T read(ResultSet row) throws SQLException;

    /** A number that may be NULL. */
    static Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A number that may be NULL. */
    static Integer intOrNull(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
