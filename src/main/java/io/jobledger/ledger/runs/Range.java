package io.jobledger.ledger.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Spans keys, both ends included. A snapshot names the newest facts and perhaps a few old ones, of a run that may have
 * hundreds of thousands. It is compared with the known facts within a few ranges, not with all.
 */
record Range(long from, long to) {
    /** Returns the fewest ranges that hold all values and span no gap wider than {@code gap} between two of them. */
    static List<Range> covering(LongStream values, long gap) {
        List<Range> ranges = new ArrayList<>();
        long[] sorted = values.sorted().distinct().toArray();
        int first = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] - sorted[i - 1] > gap) {
                ranges.add(new Range(sorted[first], sorted[i - 1]));
                first = i;
            }
        }
        return ranges;
    }
}
