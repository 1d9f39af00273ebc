package io.jobledger.flink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.flink.archive.RecordedBefore;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerAttemptsTest {
    private static final String VERTEX = "/vertices/90bea66de1c231edf33913ecd54406c1";
    private static final long START = 1_700_000_000_000L;

    private ApplicationContext context;
    private Ledger ledger;
    private FormerAttempts attempts;

    @BeforeEach
    void start(@TempDir Path dataDir) {
        context =
                ApplicationContext.run(Map.of("jobledger.flink.mode", "off", "jobledger.data-dir", dataDir.toString()));
        ledger = context.getBean(Ledger.class);
        attempts = context.getBean(FormerAttempts.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void whatIsNoLongerCurrentBecomesADocument() {
        JobRun run = record(1, vertex(0, 0, 2));
        assertThat(attempts.since(run.id(), read(vertex(0, 0, 2)))).isEmpty();
        // Scaled down, and one of the two that are left was restarted.
        Map<String, Document> former = attempts.since(run.id(), read(vertex(1, 0)));
        assertThat(former).containsOnlyKeys(path(0, 0), path(2, 2));
        assertThat(former.get(path(2, 2)).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"subtask\":2,\"attempt\":2,\"status\":\"RUNNING\"}");
        assertThat(attempts.numbers(read(vertex(0, 0, 2))))
                .isEqualTo(Map.of(VERTEX, List.of(0L, 0L, 2L)))
                .isNotEqualTo(attempts.numbers(read(vertex(1, 0))));
        // Until the vertex is recorded anew; and what the engine does not tell is nobody's end.
        assertThat(attempts.since(run.id(), Map.of(VERTEX, new Document(VERTEX, 404, new byte[] {'{', '}'}))))
                .isEmpty();
        record(2, vertex(1, 0), former.get(path(0, 0)), former.get(path(2, 2)));
        assertThat(context.getBean(RecordedBefore.class).attempts(run.id())).isEqualTo(former);
    }

    @Test
    void noMoreThanAReaderWouldEverLookAt() {
        JobRun run = record(1, vertex(98, 99, 100, 1000));
        assertThat(attempts.since(run.id(), read(vertex(200, 200, 200, 1001))))
                .containsOnlyKeys(path(0, 98), path(1, 99));

        run = record(2, vertex(IntStream.range(0, 1000).map(index -> index % 8).toArray()));
        assertThat(attempts.since(run.id(), read(vertex(9))).keySet())
                .hasSize(500)
                .contains(path(3, 3), path(8, 0))
                .doesNotContain(path(4, 4));

        int[] huge = new int[8000];
        huge[7] = 1;
        run = record(3, vertex(huge));
        assertThat(attempts.since(run.id(), read(vertex(9))).keySet())
                .hasSize(huge.length - 1)
                .doesNotContain(path(7, 1));
    }

    private JobRun record(long second, Document... documents) {
        return ledger.record(JobSnapshot.builder(
                        context.getBean(EngineClusters.class).main("flink").job("1".repeat(32)))
                .name("job")
                .state("RUNNING")
                .closure(Closure.OPEN)
                .startTime(START)
                .observedAt(START + second)
                .documents(List.of(documents))
                .build());
    }

    private static Map<String, Document> read(Document vertex) {
        return Map.of(vertex.path(), vertex);
    }

    private static String path(int subtask, int attempt) {
        return VERTEX + "/subtasks/" + subtask + "/attempts/" + attempt;
    }

    /** A vertex whose subtasks are at these attempts. */
    private static Document vertex(int... current) {
        String subtasks = IntStream.range(0, current.length)
                .mapToObj(index ->
                        "{\"subtask\":" + index + ",\"attempt\":" + current[index] + ",\"status\":\"RUNNING\"}")
                .collect(Collectors.joining(","));
        return new Document(VERTEX, 200, ("{\"subtasks\":[" + subtasks + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
