package io.jobledger.ledger.clusters;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.h2.DiskRoom;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Maps clusters to their ids and back. Keeps both for good: clusters are few, and are never deleted or renamed. */
@Singleton
public final class Clusters {
    private record Name(String engine, String cluster) {}

    private final Map<Name, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, ClusterRow> rows = new ConcurrentHashMap<>();
    private final Database database;
    private final DiskRoom room;

    public Clusters(Database database, DiskRoom room) {
        this.database = database;
        this.room = room;
    }

    /** Returns the cluster's id, or empty if the cluster has none. */
    public Optional<Integer> find(String engine, String cluster) {
        Name name = new Name(engine, cluster);
        if (!ids.containsKey(name)
                && Limits.storable(engine, Limits.ENGINE)
                && Limits.storable(cluster, Limits.CLUSTER)) {
            read();
        }
        return Optional.ofNullable(ids.get(name));
    }

    /**
     * Returns the cluster's id, and adds the cluster if need be. Callers must not be in a transaction: the id is
     * remembered, so the row must not be rolled back.
     */
    public int findOrAdd(String engine, String cluster) {
        return find(engine, cluster).orElseGet(() -> {
            room.require();
            database.update(new Sql(
                    "INSERT INTO clusters (engine, name) VALUES (?, ?) ON CONFLICT DO NOTHING", engine, cluster));
            return find(engine, cluster)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Not a cluster that can be recorded: " + engine + " " + cluster));
        });
    }

    /** Returns the cluster with an id that another row names. */
    public ClusterRow byId(int id) {
        if (!rows.containsKey(id)) {
            read();
        }
        return rows.get(id);
    }

    /**
     * Returns the ids of the clusters that match. Asks the database, as another service may have added one.
     *
     * @param engines all engines if empty
     * @param clusters all clusters if empty
     * @return null for all: then the database is not asked
     */
    @Nullable
    public List<Integer> ids(List<String> engines, List<String> clusters) {
        if (engines.isEmpty() && clusters.isEmpty()) {
            return null;
        }
        return read().stream()
                .filter(row -> engines.isEmpty() || engines.contains(row.engine()))
                .filter(row -> clusters.isEmpty() || clusters.contains(row.name()))
                .map(ClusterRow::id)
                .toList();
    }

    private List<ClusterRow> read() {
        List<ClusterRow> all = database.list(
                new Sql("SELECT id, engine, name FROM clusters ORDER BY id"),
                row -> new ClusterRow(row.getInt(1), row.getString(2), row.getString(3)));
        all.forEach(row -> {
            rows.put(row.id(), row);
            ids.put(new Name(row.engine(), row.name()), row.id());
        });
        return all;
    }
}
