package io.jobledger.seatunnel.recorder;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Reads and writes the engine's times: whole seconds of its clock, in a time zone that it does not name. In an hour
 * that comes twice, when clocks are set back, the first one counts.
 *
 * @param zone the time zone of the engine's node
 */
record EngineTimes(ZoneId zone) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** Returns milliseconds since the epoch, as the engine's numbers are; null if it is no time. */
    @Nullable
    Long millis(@Nullable JsonNode time) {
        if (time != null && time.isNumber()) {
            return time.getLongValue();
        }
        try {
            return time == null || !time.isString()
                    ? null
                    : Long.valueOf(LocalDateTime.parse(time.getStringValue(), FORMAT)
                            .atZone(zone)
                            .toInstant()
                            .toEpochMilli());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the time (ms since the epoch) as the engine would write it. */
    String text(long millis) {
        return FORMAT.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
