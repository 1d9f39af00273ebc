package io.jobledger.fuzz;

import java.util.List;
import java.util.Random;

/**
 * The things that the fuzzed service has, by their roles: a request of a number names the same role in each run, though ids
 * differ. Those that are kept are only asked about. Others may be cancelled, and are replaced at their places.
 *
 * @param kept Flink's jobs that must not change: ended ones, and one that runs
 * @param spare Flink's jobs that may change, the first ones running
 * @param keptIds ids of SeaTunnel's jobs that must not change
 * @param spareIds ids of SeaTunnel's jobs that may change, the first ones running
 */
record KnownValues(
        List<FlinkJob> kept,
        List<FlinkJob> spare,
        List<String> keptIds,
        List<String> spareIds,
        List<String> jars,
        List<String> taskManagers,
        List<String> directories,
        List<String> savepoints) {

    /** @param triggers of its savepoints */
    record FlinkJob(String id, List<String> vertices, List<String> checkpoints, List<String> triggers) {
        FlinkJob(String id) {
            this(id, List.of(), List.of(), List.of());
        }
    }

    static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    FlinkJob job(Random random, boolean reads) {
        return reads && random.nextInt(4) > 0 ? one(random, kept) : one(random, spare);
    }

    String seaTunnelId(Random random, boolean reads) {
        return reads && random.nextInt(4) > 0 ? one(random, keptIds) : one(random, spareIds);
    }
}
