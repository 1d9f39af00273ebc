package io.jobledger.seatunnel.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Vertex;
import io.jobledger.seatunnel.SeaTunnelService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A job of several pipelines, each of which has its own checkpoints, numbered alike. */
@ResourceLock("seatunnel")
class PipelinesTest {
    private static final String TWO = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 1000},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "one", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}}},
                        {"plugin_name": "FakeSource", "result_table_name": "two", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"number": "int"}}}],
             "transform": [{"plugin_name": "Sql", "source_table_name": "one", "result_table_name": "upper",
                            "query": "select upper(name) as name from one"}],
             "sink": [{"plugin_name": "Console", "source_table_name": ["upper"]},
                      {"plugin_name": "Console", "source_table_name": ["two"]}]}
            """;

    private final SeaTunnelService service = SeaTunnelService.shared();

    @Test
    void bothAreRecorded() {
        service.post("submit-job?jobId=9401", TWO);
        service.awaitState("9401", "RUNNING");
        await().atMost(SeaTunnelService.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(run().run()).isEqualTo(1));
        JobRun run = run();
        await().atMost(SeaTunnelService.PATIENCE).untilAsserted(() -> {
            assertThat(ids(run, 1)).contains(1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(ids(run, 2)).contains(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        });
        assertThat(ledger().vertices(run.id()))
                .extracting(Vertex::name)
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name).startsWith("Source[0]-FakeSource"),
                        name -> assertThat(name).startsWith("Source[1]-FakeSource"),
                        name -> assertThat(name).startsWith("Transform[0]-Sql"),
                        name -> assertThat(name).startsWith("Sink[0]-Console"),
                        name -> assertThat(name).startsWith("Sink[1]-Console"));
        assertThat(ledger().vertices(run.id())).extracting(Vertex::vertexId).doesNotHaveDuplicates();

        service.post("stop-job", "{\"jobId\":9401,\"isStopWithSavePoint\":true}");
        service.awaitState("9401", "SAVEPOINT_DONE");
        await().atMost(SeaTunnelService.PATIENCE)
                .untilAsserted(() -> assertThat(run().closure()).isEqualTo(Closure.SEALED));
        List<Checkpoint> all = ledger().checkpoints(run.id());
        assertThat(all).extracting(Checkpoint::pipeline).containsOnly(1, 2);
        assertThat(all)
                .filteredOn(Checkpoint::savepoint)
                .as("the savepoint has a part of each pipeline")
                .extracting(Checkpoint::pipeline)
                .containsExactlyInAnyOrder(1, 2);
        assertThat(ledger().vertices(run.id()))
                .hasSize(5)
                .allSatisfy(vertex -> assertThat(vertex.status()).isEqualTo("SAVEPOINT_DONE"));
    }

    private List<Long> ids(JobRun run, int pipeline) {
        return ledger().checkpoints(run.id()).stream()
                .filter(checkpoint -> checkpoint.pipeline() == pipeline)
                .map(Checkpoint::checkpointId)
                .toList();
    }

    private JobRun run() {
        return ledger().newestRun(service.cluster("seatunnel").job("9401")).orElseThrow();
    }

    private Ledger ledger() {
        return service.bean(Ledger.class);
    }
}
