package io.jobledger.ledger.statistics;

import io.micronaut.core.annotation.Nullable;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Holds the durations of some runs in little room, as the buckets of a histogram. A bucket is at most 0.8 % wide.
 *
 * @param values one of each bucket, in milliseconds
 * @param counts how many runs fall into it
 */
record Durations(long[] values, long[] counts, long min, long max) {
    private static final int DIGITS = 2;
    /** The longest duration that a histogram takes: a hundred million years. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    /** Returns about how many bytes it takes. */
    int size() {
        return values.length * 2 * Long.BYTES;
    }

    /** Sums durations up, one after another. */
    static final class Sum {
        private final Histogram histogram = new Histogram(DIGITS);
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;

        void add(long millis) {
            histogram.recordValue(Math.min(millis, LONGEST));
            min = Math.min(min, millis);
            max = Math.max(max, millis);
        }

        void add(Durations more) {
            for (int i = 0; i < more.values.length; i++) {
                histogram.recordValueWithCount(more.values[i], more.counts[i]);
            }
            min = Math.min(min, more.min);
            max = Math.max(max, more.max);
        }

        long runs() {
            return histogram.getTotalCount();
        }

        /** Returns a percentile, from the middle of its bucket: it is half a bucket off at most. Null without runs. */
        @Nullable
        Long percentile(double percent) {
            if (runs() == 0) {
                return null;
            }
            long middle = histogram.medianEquivalentValue(histogram.getValueAtPercentile(percent));
            return Math.max(min, Math.min(max, middle));
        }

        Durations pack() {
            int buckets = 0;
            for (HistogramIterationValue ignored : histogram.recordedValues()) {
                buckets++;
            }
            long[] values = new long[buckets];
            long[] counts = new long[buckets];
            int bucket = 0;
            for (HistogramIterationValue value : histogram.recordedValues()) {
                values[bucket] = value.getValueIteratedTo();
                counts[bucket++] = value.getCountAtValueIteratedTo();
            }
            return new Durations(values, counts, min, max);
        }
    }
}
