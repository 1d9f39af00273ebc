package io.jobledger.ledger.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Builds a statement with the values of its parameters. */
public final class Sql {
    private final StringBuilder text;
    private final List<Object> values = new ArrayList<>();

    public Sql(String text, Object... values) {
        this.text = new StringBuilder(text);
        this.values.addAll(Arrays.asList(values));
    }

    public Sql add(String more, Object... itsValues) {
        text.append(more);
        values.addAll(Arrays.asList(itsValues));
        return this;
    }

    public Sql add(Sql more) {
        text.append(more.text);
        values.addAll(more.values);
        return this;
    }

    /** Adds {@code = ?} or {@code IN (?, ...)}. */
    public Sql in(Collection<?> any) {
        text.append(
                any.size() == 1
                        ? " = ?"
                        : " IN (" + String.join(", ", java.util.Collections.nCopies(any.size(), "?")) + ")");
        values.addAll(any);
        return this;
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    /** Returns the statement without its values. */
    @Override
    public String toString() {
        return text.toString();
    }
}
