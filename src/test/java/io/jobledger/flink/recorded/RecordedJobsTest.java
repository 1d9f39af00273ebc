package io.jobledger.flink.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which answers are kept ready. */
class RecordedJobsTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final String NEW = "00000000000000000000000000000001";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private static TestService service;

    private final Ledger ledger = service.bean(Ledger.class);
    private Runnable afterRead = () -> {};

    /** Over the real ledger, as one whose reads can be held back. */
    private final FlinkRecordedJobs jobs = new FlinkRecordedJobs(
            (Ledger) Proxy.newProxyInstance(
                    Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                        Object answer = method.invoke(ledger, arguments);
                        afterRead.run();
                        return answer;
                    }),
            service.cluster("flink"),
            service.bean(Json.class),
            1_000_000,
            "jdbc:h2:mem:");

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off", "jobledger.seatunnel.mode", "off"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void anAnswerReadBeforeItsJobWasForgottenIsNotKept() {
        record(NEW, 1, "one");
        afterRead = () -> {
            record(NEW, 2, "two");
            jobs.forget(NEW);
        };
        assertThat(body(answer(NEW))).isEqualTo("one");
        assertThat(jobs.ready("/jobs/" + NEW)).isNull();
        afterRead = () -> {};
        assertThat(body(answer(NEW))).isEqualTo("two");
        assertThat(body(jobs.ready("/jobs/" + NEW).document())).isEqualTo("two");
    }

    @Test
    void aJobIsForgottenWithoutTheOthers() {
        record(JOB, 1, "one");
        record(OTHER, 1, "other");
        afterRead = () -> jobs.forget(JOB);
        answer(OTHER);
        assertThat(jobs.ready("/jobs/" + OTHER)).isNotNull();
        afterRead = () -> {};
        answer(JOB);
        jobs.forget(JOB);
        assertThat(jobs.ready("/jobs/" + JOB)).isNull();
        assertThat(jobs.ready("/jobs/" + OTHER)).isNotNull();
    }

    private void record(String jobId, long start, String body) {
        ledger.record(JobSnapshot.builder(service.cluster("flink").job(jobId))
                .name("job")
                .state("FINISHED")
                .closure(Closure.SEALED)
                .startTime(start)
                .endTime(start + 1)
                .observedAt(start + 1)
                .documents(List.of(new Document("", 200, body.getBytes(StandardCharsets.UTF_8))))
                .build());
    }

    private Document answer(String jobId) {
        String target = "/jobs/" + jobId;
        return jobs.answer(JobRead.plain(target));
    }

    private static String body(Document document) {
        return new String(document.body(), StandardCharsets.UTF_8);
    }
}
