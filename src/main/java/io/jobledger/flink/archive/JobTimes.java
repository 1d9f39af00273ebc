package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.stream.LongStream;

/**
 * Reads the start and the end of a run from {@code /jobs/:jobid}, in ms since the epoch. Some archives have 0 or -1 for
 * one of them; another field of the document tells it then.
 */
final class JobTimes {
    private JobTimes() {}

    /** Returns the start time; null if the document has none at all. */
    @Nullable
    static Long start(JsonNode job) {
        Long said = Json.number(job, "start-time");
        if (said != null && said > 0) {
            return said;
        }
        long first = timestamps(job).min().orElse(0);
        return first > 0 ? Long.valueOf(first) : said == null || said < 0 ? null : said;
    }

    /** Returns the end time of a job that has ended. */
    static long end(JsonNode job, long start) {
        Long said = Json.time(job, "end-time");
        if (said != null && said >= start) {
            return said;
        }
        JsonNode timestamps = job.get("timestamps");
        String state = Json.text(job, "state");
        Long entered = timestamps == null || state == null ? null : Json.time(timestamps, state);
        if (entered != null && entered >= start) {
            return entered;
        }
        Long duration = Json.time(job, "duration");
        if (duration != null && start > 0 && duration <= Long.MAX_VALUE - start) {
            return start + duration;
        }
        return lastSign(job).filter(time -> time >= start).max().orElse(start);
    }

    /** Returns the times at which something happened to the job, and the time of the document itself. */
    private static LongStream lastSign(JsonNode job) {
        LongStream.Builder times = LongStream.builder();
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            add(times, Json.time(vertex, "end-time"));
        }
        add(times, Json.time(job, "now"));
        return LongStream.concat(times.build(), timestamps(job));
    }

    private static LongStream timestamps(JsonNode job) {
        JsonNode timestamps = job.get("timestamps");
        LongStream.Builder times = LongStream.builder();
        if (timestamps != null && timestamps.isObject()) {
            timestamps.entries().forEach(entry -> add(times, Json.time(timestamps, entry.getKey())));
        }
        return times.build();
    }

    private static void add(LongStream.Builder times, @Nullable Long time) {
        if (time != null) {
            times.add(time);
        }
    }
}
