package io.jobledger.ledger.database;

import static java.util.stream.Collectors.joining;

import io.micronaut.data.model.runtime.RuntimePersistentEntity;
import io.micronaut.data.model.runtime.RuntimePersistentProperty;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Writes inserts for an entity, by Micronaut Data's metadata. They leave out columns that the database generates. */
final class EntityTable {
    private final String into;
    private final List<RuntimePersistentProperty<Object>> columns;

    EntityTable(RuntimePersistentEntity<Object> entity) {
        columns = Stream.concat(
                        entity.getRuntimeIdentityProperties().stream(), entity.getPersistentProperties().stream())
                .filter(column -> !column.isGenerated())
                .toList();
        into = columns.stream()
                .map(RuntimePersistentProperty::getPersistedName)
                .collect(joining(", ", "INSERT INTO " + entity.getPersistedName() + " (", ") VALUES "));
    }

    /** Returns the statement that inserts so many rows. */
    String insert(int rows) {
        String row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        return into + String.join(", ", Collections.nCopies(rows, row));
    }

    /** Sets the parameters of one row of the statement. Rows count from 0. */
    void bind(PreparedStatement statement, int row, Object entity) throws SQLException {
        int parameter = row * columns.size();
        for (RuntimePersistentProperty<Object> column : columns) {
            Object value = column.getProperty().get(entity);
            statement.setObject(++parameter, value instanceof Enum<?> constant ? constant.name() : value);
        }
    }
}
