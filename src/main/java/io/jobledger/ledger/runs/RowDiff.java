package io.jobledger.ledger.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Holds the rows to insert and to update to turn the stored rows into those of a snapshot. The caller holds the lock of
 * the run, so that no other change can come between. A snapshot without news writes nothing.
 *
 * @param added rows whose key is not known
 * @param changed rows whose key is known, with other values
 */
record RowDiff<R>(List<R> added, List<R> changed) {
    /** @param overwrite whether a row said may change one that is known */
    static <R, K> RowDiff<R> between(List<R> known, List<R> said, Function<R, K> key, boolean overwrite) {
        Map<K, R> before = new LinkedHashMap<>();
        known.forEach(row -> before.put(key.apply(row), row));
        // One snapshot may say the same fact twice; the last time counts.
        Map<K, R> after = new LinkedHashMap<>();
        said.forEach(row -> after.put(key.apply(row), row));
        List<R> added = new ArrayList<>();
        List<R> changed = new ArrayList<>();
        after.forEach((k, row) -> {
            R old = before.get(k);
            if (old == null) {
                added.add(row);
            } else if (overwrite && !old.equals(row)) {
                changed.add(row);
            }
        });
        return new RowDiff<>(added, changed);
    }
}
