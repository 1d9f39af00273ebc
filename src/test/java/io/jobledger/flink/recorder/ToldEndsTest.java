package io.jobledger.flink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Ledger;
import io.jobledger.postgres.SharedPostgres;
import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No client is told of an end that the database has not taken. */
class ToldEndsTest {
    private static final String JOB = "748d05625f3fff7744595adeac301b04";
    private static final String PATH = "/jobs/" + JOB;

    @Test
    void anEndIsNotToldWhileTheDatabaseIsAway(@TempDir Path dataDir) throws Exception {
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        try (StubFlink flink = new StubFlink()) {
            flink.ended(JOB);
            long start = flink.startTime(JOB);
            flink.runs(JOB, start);
            Map<String, Object> settings = new HashMap<>(database.settings());
            settings.put("datasources.default.url", database.url() + "&socketTimeout=1");
            settings.put("jobledger.flink.mode", "remote");
            settings.put("jobledger.flink.url", flink.url().toString());
            settings.put("jobledger.flink.cluster", "stub");
            try (TestService service = TestService.start(dataDir, settings)) {
                Awaitility.await("the job is recorded")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> service.bean(Ledger.class)
                                .newestRun(new JobKey("flink", "stub", JOB))
                                .isPresent());
                try (Connection connection = database.connect();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");
                    assertThat(service.state(JOB)).as("of a job that runs").isEqualTo("RUNNING");

                    flink.ended(JOB);
                    for (String below : List.of("", "/status", "/execution-result")) {
                        assertThat(service.get(PATH + below).statusCode())
                                .as(below)
                                .isEqualTo(503);
                    }
                    assertThat(service.get("/jobs/overview").statusCode()).isEqualTo(503);
                    assertThat(service.get(PATH + "/config").statusCode())
                            .as("what tells no end")
                            .isEqualTo(200);
                }
                assertThat(service.state(JOB)).isEqualTo("FINISHED");
            }
        }
    }
}
