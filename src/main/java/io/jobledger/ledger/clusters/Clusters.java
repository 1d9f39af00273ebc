package io.jobledger.ledger.clusters;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.h2.DiskRoom;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which id a cluster has. Remembered for good: clusters are few, and are never deleted or renamed. */
@Singleton
public final class Clusters {
    private record Name(String engine, String cluster) {}

    private final Map<Name, Integer> ids = new ConcurrentHashMap<>();
    private final ClusterRows rows;
    private final DiskRoom room;

    Clusters(ClusterRows rows, DiskRoom room) {
        this.rows = rows;
        this.room = room;
    }

    public Optional<Integer> find(String engine, String cluster) {
        Name name = new Name(engine, cluster);
        Integer known = ids.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!Limits.storable(engine, Limits.ENGINE) || !Limits.storable(cluster, Limits.CLUSTER)) {
            return Optional.empty();
        }
        Optional<Integer> found = rows.findByEngineAndName(engine, cluster).map(ClusterRow::id);
        found.ifPresent(id -> ids.put(name, id));
        return found;
    }

    /** Not to be called within a transaction: the id is remembered, so the row must not be rolled back. */
    public int findOrAdd(String engine, String cluster) {
        return find(engine, cluster).orElseGet(() -> {
            room.require();
            rows.insertIfAbsent(engine, cluster);
            return find(engine, cluster)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Not a cluster that can be recorded: " + engine + " " + cluster));
        });
    }

    public ClusterRow byId(int id) {
        return rows.findById(id).orElseThrow();
    }
}
