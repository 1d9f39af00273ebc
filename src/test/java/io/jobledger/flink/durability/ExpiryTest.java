package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that forgets its jobs about when they are sealed: each at another point of the way. */
class ExpiryTest {
    private static final int JOBS = 6;

    @TempDir
    Path dataDir;

    @Test
    void noAnswerIsLostWhenTheEngineForgetsEarly() {
        Map<String, Object> settings = Map.of(
                "jobledger.flink.slots", 16,
                "jobledger.flink.config.jobstore.expiration-time", "4",
                "jobledger.flink.config.web.refresh-interval", "50");
        try (TestService service = TestService.start(dataDir, settings)) {
            Rest engine = new Rest(service.engineUrl());
            List<JobAnswers> truth = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                String job = service.run("batch");
                engine.awaitState(job, "FINISHED");
                truth.add(JobAnswers.of(engine, job));
            }
            List<String> differences = new ArrayList<>();
            for (JobAnswers job : truth) {
                service.awaitSealed(job.jobId());
                differences.addAll(job.differences(new Rest(service.url())));
            }
            assertThat(differences).isEmpty();
        }
    }
}
