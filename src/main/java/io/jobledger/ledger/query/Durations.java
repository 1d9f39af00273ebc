package io.jobledger.ledger.query;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * How long some runs took, in little room: a histogram whose buckets are at most 0.8 % wide.
 *
 * @param runs how many
 * @param min milliseconds
 * @param max milliseconds
 * @param histogram as {@link Histogram} encodes it
 */
record Durations(long runs, long min, long max, byte[] histogram) {
    private static final int DIGITS = 2;

    /** Durations, one after another. */
    static final class Sum {
        private final Histogram histogram = new Histogram(DIGITS);
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;

        void add(long millis) {
            // The histogram takes no more, which is a hundred million years.
            histogram.recordValue(Math.min(millis, Long.MAX_VALUE / 4));
            min = Math.min(min, millis);
            max = Math.max(max, millis);
        }

        void add(Durations more) {
            histogram.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(more.histogram), 0));
            min = Math.min(min, more.min);
            max = Math.max(max, more.max);
        }

        long runs() {
            return histogram.getTotalCount();
        }

        /** In the middle of its bucket, so half a bucket off at most. */
        Long percentile(double percent) {
            if (runs() == 0) {
                return null;
            }
            long middle = histogram.medianEquivalentValue(histogram.getValueAtPercentile(percent));
            return Math.max(min, Math.min(max, middle));
        }

        Durations pack() {
            ByteBuffer packed = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoByteBuffer(packed);
            return new Durations(runs(), min, max, Arrays.copyOf(packed.array(), length));
        }
    }
}
