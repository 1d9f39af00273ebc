package io.jobledger.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with rules applies them by itself, and answers for what has gone no more. */
class RetentionRoundsTest {
    private static final String OLD = "2e588ce1c86a9d46e2e85186773ce4fd";
    private static final String NEW = "3e588ce1c86a9d46e2e85186773ce4fd";

    @TempDir
    Path dataDir;

    @Test
    void whatGoesIsNotAnsweredFromMemory() {
        try (TestService service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode", "off",
                        "jobledger.seatunnel.mode", "off",
                        "jobledger.seatunnel.port", -1,
                        "jobledger.history.retention.interval", "200ms",
                        "jobledger.history.retention.rules[0].engine", "flink",
                        "jobledger.history.retention.rules[0].name-pattern", "job*",
                        "jobledger.history.retention.rules[0].max-count", "1",
                        "jobledger.history.retention.rules[1].max-age", "30d"))) {
            RetentionPreview preview = service.bean(Retention.class).dryRun();
            assertThat(preview.rules())
                    .extracting(RetentionPreview.Effect::rule)
                    .containsExactly(
                            new RetentionRule(0, "flink", null, null, "job*", null, 1L),
                            new RetentionRule(1, null, null, null, null, Duration.ofDays(30), null));
            long now = System.currentTimeMillis();
            record(service, OLD, now - 1_000);
            assertThat(service.get("/jobs/" + OLD).statusCode()).isEqualTo(200);
            assertThat(service.get("/jobs/" + OLD).statusCode()).isEqualTo(200);

            record(service, NEW, now);

            Awaitility.await("the old one is gone")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> service.get("/jobs/" + OLD).statusCode() != 200);
            assertThat(service.get("/jobs/" + NEW).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRuleThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> new RetentionRule(3, "flink", null, "FAILED", null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jobledger.history.retention.rules[3] needs max-age, max-count or both");
    }

    private static void record(TestService service, String job, long end) {
        service.bean(Ledger.class)
                .record(JobSnapshot.builder(service.cluster("flink").job(job))
                        .name("job")
                        .state("FINISHED")
                        .closure(Closure.SEALED)
                        .startTime(end)
                        .endTime(end)
                        .observedAt(end)
                        .documents(List.of(
                                new Document("", 200, ("{\"jid\":\"" + job + "\"}").getBytes(StandardCharsets.UTF_8))))
                        .build());
    }
}
