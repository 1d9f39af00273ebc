package io.jobledger.seatunnel.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.seatunnel.embedded.SeaTunnelProperties;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of an engine that names no zone. */
class EngineTimesTest {
    private static final EngineTimes BERLIN = new EngineTimes(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-11-20 23:20:40, 2026-11-20T22:20:40Z",
        "Europe/Berlin, 2026-07-20 23:20:40, 2026-07-20T21:20:40Z",
        "UTC, 2026-11-20 23:20:40, 2026-11-20T23:20:40Z",
        "Asia/Kathmandu, 2026-11-20 00:00:00, 2026-11-19T18:15:00Z",
        "+02:00, 2024-02-29 12:00:00, 2024-02-29T10:00:00Z",
    })
    void textIsReadInTheZoneAndWrittenAgain(String zone, String text, Instant instant) {
        EngineTimes times = new EngineTimes(ZoneId.of(zone));
        assertThat(times.millis(JsonNode.createStringNode(text))).isEqualTo(instant.toEpochMilli());
        assertThat(times.text(instant.toEpochMilli() + 999)).isEqualTo(text);
    }

    @Test
    void anHourThatComesTwiceIsTheFirst() {
        assertThat(berlin("2026-10-25 02:30:00"))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z").toEpochMilli());
        assertThat(BERLIN.text(Instant.parse("2026-10-25T01:30:00Z").toEpochMilli()))
                .isEqualTo("2026-10-25 02:30:00");
        assertThat(berlin("2026-10-25 03:00:00"))
                .isEqualTo(Instant.parse("2026-10-25T02:00:00Z").toEpochMilli());
    }

    /** No engine writes it, unless its zone is not the one that we were told. */
    @Test
    void anHourThatNeverComesIsTheNext() {
        assertThat(berlin("2026-03-29 02:30:00"))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "never",
                "null",
                "2026-11-20",
                "2026-11-20T23:20:40",
                "2026-11-20 23:20",
                "2026-11-20 23:20:40 ",
                "2026-13-20 23:20:40",
                "2026-11-20 24:61:40",
                "1795263948466"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(berlin(text)).isNull();
    }

    @Test
    void numberIsTheTimeItself() {
        assertThat(BERLIN.millis(JsonNode.createNumberNode(1795263948466L))).isEqualTo(1795263948466L);
        assertThat(BERLIN.millis(null)).isNull();
        assertThat(BERLIN.millis(JsonNode.nullNode())).isNull();
        assertThat(BERLIN.millis(JsonNode.createBooleanNode(true))).isNull();
        assertThat(BERLIN.millis(JsonNode.createObjectNode(Map.of()))).isNull();
    }

    @Test
    void zoneIsTheServicesOwnUnlessItIsGiven() {
        assertThat(zone(null).zone()).isEqualTo(ZoneId.systemDefault());
        assertThat(zone("Asia/Tokyo").zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(zone("Z").zone()).isEqualTo(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Bonn", "CEST+1", "25:00"})
    void zoneThatIsNoneKeepsTheServiceFromStarting(String zone, @TempDir Path dataDir) {
        assertThatThrownBy(() -> TestService.start(
                                dataDir, Map.of("jobledger.flink.mode", "off", "jobledger.seatunnel.time-zone", zone))
                        .close())
                .hasStackTraceContaining(
                        "jobledger.seatunnel.time-zone must be a time zone such as Europe/Berlin, but is \"" + zone
                                + '"');
    }

    private static Long berlin(String text) {
        return BERLIN.millis(JsonNode.createStringNode(text));
    }

    private static SeaTunnelProperties zone(String zone) {
        return new SeaTunnelProperties("off", null, null, "", 1440, zone, null);
    }
}
