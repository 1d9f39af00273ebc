package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A job that was first read before it had a graph: what the engine said of it then is read again. */
@ResourceLock("flink")
class EarlyReadTest {
    private final TestService service = TestService.shared();
    private final Ledger ledger = service.bean(Ledger.class);

    @Test
    void whatChangesWhileAJobStartsIsReadAgain() {
        // The engine answers once the job has its graph.
        CompletableFuture<String> begun = CompletableFuture.supplyAsync(() -> service.run("slow-start"));
        Waiting.until("it is read before it has a graph", () -> early().isPresent());
        JsonNode early = early().orElseThrow();
        String job = begun.join();
        try {
            service.awaitTasks(job);
            Rest engine = new Rest(service.engineUrl());
            for (String path : List.of("/config", "/plan", "/checkpoints/config", "/jobmanager/config")) {
                Waiting.until(
                        "the ledger has " + path + " as the engine has it now",
                        () -> recorded(job, path)
                                .equals(engine.get("/jobs/" + job + path).json()));
            }
            JsonNode config = recorded(job, "/config").path("execution-config");
            assertThat(config.at("/user-config/kind").asText()).isEqualTo("slow-start");
            assertThat(config.path("object-reuse-mode").asBoolean()).isTrue();
            assertThat(recorded(job, "/config")).isNotEqualTo(early);
            assertThat(recorded(job, "/plan").at("/plan/nodes")).isNotEmpty();
        } finally {
            service.send("PATCH", "/jobs/" + job, null);
            service.awaitState(job, "CANCELED");
        }
    }

    /** What is recorded of its configuration while it starts. */
    private Optional<JsonNode> early() {
        return ledger.openRuns("flink", service.cluster("flink").name()).stream()
                .filter(run ->
                        run.name().equals("probe-slow-start") && run.state().equals("INITIALIZING"))
                .flatMap(run -> ledger.document(run.id(), "/config").stream())
                .map(EarlyReadTest::parsed)
                .findFirst();
    }

    private JobRun run(String job) {
        return ledger.newestRun(service.cluster("flink").job(job)).orElseThrow();
    }

    private JsonNode recorded(String job, String path) {
        return parsed(ledger.document(run(job).id(), path).orElseThrow());
    }

    private static JsonNode parsed(Document document) {
        return Rest.parse(new String(document.body(), StandardCharsets.UTF_8));
    }
}
