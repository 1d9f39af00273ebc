package io.jobledger.ledger.clusters;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which cluster has which id. Remembered for good: clusters are few, and are never deleted or renamed. */
@Singleton
public final class ClusterNames {
    public record Name(int id, String engine, String cluster) {}

    private final Map<Integer, Name> names = new ConcurrentHashMap<>();
    private final Database database;

    public ClusterNames(Database database) {
        this.database = database;
    }

    public Name byId(int id) {
        Name known = names.get(id);
        if (known == null) {
            read();
            known = names.get(id);
        }
        return known;
    }

    /** Null for all: nothing is asked then. Else at the cost of one statement, as another service may have added one. */
    @Nullable
    public List<Integer> ids(List<String> engines, List<String> clusters) {
        if (engines.isEmpty() && clusters.isEmpty()) {
            return null;
        }
        return read().stream()
                .filter(name -> engines.isEmpty() || engines.contains(name.engine()))
                .filter(name -> clusters.isEmpty() || clusters.contains(name.cluster()))
                .map(Name::id)
                .toList();
    }

    private List<Name> read() {
        List<Name> all = database.list(
                new Sql("SELECT id, engine, name FROM clusters ORDER BY id"),
                row -> new Name(row.getInt(1), row.getString(2), row.getString(3)));
        all.forEach(name -> names.put(name.id(), name));
        return all;
    }
}
