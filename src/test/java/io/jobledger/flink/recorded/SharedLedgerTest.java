package io.jobledger.flink.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.postgres.SharedPostgres;
import io.jobledger.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another service on the same database records shows, also of jobs whose answers are ready. */
class SharedLedgerTest {
    static final String JOB = "0123456789abcdef0123456789abcdef";

    @Test
    void anotherServicesNewsShow(@TempDir Path dataDir) {
        Map<String, Object> settings = HungDatabaseTest.settings(SharedPostgres.newDatabase(), "");
        try (TestService service = TestService.start(dataDir, settings)) {
            record(service, 1);
            assertThat(service.get("/jobs/" + JOB).body()).isEqualTo("{\"life\":1}");
            assertThat(service.flink().recorded().ready("/jobs/" + JOB)).isNotNull();

            // The ledger alone, as it is when another service does it: nobody tells those who have answers ready.
            record(service, 2);

            Awaitility.await("the new life")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> service.get("/jobs/" + JOB).body().equals("{\"life\":2}"));
        }
    }

    static void record(TestService service, int life) {
        service.bean(Ledger.class)
                .record(JobSnapshot.builder(service.cluster("flink").job(JOB))
                        .name("job")
                        .state("FINISHED")
                        .closure(Closure.SEALED)
                        .startTime(life)
                        .endTime(life + 1L)
                        .observedAt(life + 1)
                        .documents(List.of(
                                new Document("", 200, ("{\"life\":" + life + "}").getBytes(StandardCharsets.UTF_8))))
                        .build());
    }
}
