package io.jobledger.seatunnel.recorder;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Times as the engine writes them: whole seconds of its own clock, in a time zone that it does not name. An hour that
 * comes twice, when clocks are set back, is taken for the first of the two.
 *
 * @param zone the time zone of the engine's node
 */
record EngineTimes(ZoneId zone) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** Milliseconds since the epoch; null if it is no time. A number is taken to be just that. */
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

    /** As the engine would write it. */
    String text(long millis) {
        return FORMAT.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
