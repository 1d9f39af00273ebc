package io.jobledger.seatunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.http.Json;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus.Answer;
import io.micronaut.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The contract tells the truth about a real engine: every answer in the corpus is valid once it has the contract's
 * shape. The validator rejects fields that are not declared, so this also says that no field is missing.
 */
class CorpusContractTest {

    private final SeaTunnelContract contract = SeaTunnelContract.get();
    private final ContractShape shape = new ContractShape(new Json(JsonMapper.createDefault()));

    @Test
    void everyAnswerWithJsonIsValid() {
        List<String> wrong = new ArrayList<>();
        int good = 0;
        int errors = 0;
        for (Answer answer : SeaTunnelCorpus.answers()) {
            Optional<Operation> operation = contract.operation(answer.method(), answer.contractPath());
            if (operation.isEmpty() || !answer.isJson() || answer.body().isEmpty()) {
                continue;
            }
            String body = answer.body().get();
            if (answer.status() == 200 && !answer.path().contains("encrypt-config")) {
                body = SeaTunnelCorpus.write(shape.of(SeaTunnelCorpus.parse(body)));
            }
            contract.validate(operation.get(), answer.contractPath(), answer.status(), "application/json", body)
                    .getMessages()
                    .forEach(message -> wrong.add(answer + ": " + message));
            if (answer.status() == 200) {
                good++;
            } else {
                errors++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(good).as("valid answers").isEqualTo(97);
        assertThat(errors).as("valid errors").isEqualTo(34);
    }

    @Test
    void everyStatusAndMediaTypeIsDeclared() {
        int checked = 0;
        for (Answer answer : SeaTunnelCorpus.answers()) {
            Optional<Operation> operation = contract.operation(answer.method(), answer.contractPath());
            if (operation.isEmpty()) {
                continue;
            }
            JsonNode response = contract.response(operation.get(), String.valueOf(answer.status()));
            assertThat(response.path("content").has(answer.contentType().orElse("none")))
                    .as("%s is declared for %s", answer, operation.get())
                    .isTrue();
            checked++;
        }
        assertThat(checked).as("answers to operations of the contract").isEqualTo(134);
    }

    /** What was called beyond the contract is a short list, so that no path of the engine is left out by accident. */
    @Test
    void pathsAreTheEnginesOwn() {
        Set<String> outside = new TreeSet<>();
        Set<Operation> called = new HashSet<>();
        for (Answer answer : SeaTunnelCorpus.answers()) {
            contract.operation(answer.method(), answer.contractPath())
                    .ifPresentOrElse(called::add, () -> outside.add(answer.method() + " " + answer.contractPath()));
        }
        assertThat(called).containsExactlyInAnyOrderElementsOf(contract.operations());
        assertThat(outside)
                .containsExactly(
                        "DELETE /hazelcast/rest/maps/running-jobs",
                        "GET /",
                        "GET /foo/bar",
                        "GET /hazelcast/health/ready",
                        "GET /hazelcast/rest/cluster",
                        "GET /hazelcast/rest/instance",
                        "GET /hazelcast/rest/log-level",
                        "GET /hazelcast/rest/maps/encrypt-config",
                        "GET /hazelcast/rest/maps/engine_runningJobInfo/733584788375666689",
                        "GET /hazelcast/rest/maps/finished-jobs/FINISHED/x",
                        "GET /hazelcast/rest/maps/job-info",
                        "GET /hazelcast/rest/maps/nope",
                        "GET /hazelcast/rest/maps/nope/key",
                        "GET /hazelcast/rest/maps/running-job",
                        "GET /hazelcast/rest/maps/running-jobsXYZ",
                        "GET /hazelcast/rest/maps/stop-job",
                        "GET /hazelcast/rest/maps/submit-job",
                        "GET /overview",
                        "HEAD /hazelcast/rest/maps/running-jobs",
                        "OPTIONS /hazelcast/rest/maps/running-jobs",
                        "PATCH /hazelcast/rest/maps/running-jobs",
                        "POST /foo",
                        "POST /hazelcast/rest/maps/job-info/1",
                        "POST /hazelcast/rest/maps/running-jobs",
                        "PUT /hazelcast/rest/maps/running-jobs");
    }

    @Test
    void whatHasTheShapeKeepsIt() {
        int checked = 0;
        for (Answer answer : SeaTunnelCorpus.answers()) {
            if (answer.status() == 200 && answer.isJson() && answer.body().isPresent()) {
                var shaped = shape.of(SeaTunnelCorpus.parse(answer.body().get()));
                assertThat(shape.of(shaped)).as("%s", answer).isEqualTo(shaped);
                checked++;
            }
        }
        assertThat(checked).as("answers").isGreaterThan(90);
    }

    @Test
    void dagOfAnEndedJobHasVerticesAndEdges() {
        var dag = shape.of(SeaTunnelCorpus.parse(
                        SeaTunnelCorpus.answer("job-info_two_pipelines").body().orElseThrow()))
                .get("jobDag");
        assertThat(SeaTunnelCorpus.write(dag.get("vertices")))
                .isEqualTo("[{\"id\":1,\"name\":\"Source[0]-FakeSource\"},{\"id\":3,\"name\":\"Source[1]-FakeSource\"},"
                        + "{\"id\":4,\"name\":\"Sink[1]-Console-MultiTableSink\"},"
                        + "{\"id\":5,\"name\":\"Sink[0]-Console-MultiTableSink\"},"
                        + "{\"id\":6,\"name\":\"TransformChain[Transform[0]-Sql]\"}]");
        assertThat(SeaTunnelCorpus.write(dag.get("edges")))
                .isEqualTo(
                        "[{\"inputVertex\":\"Source[0]-FakeSource\",\"targetVertex\":\"TransformChain[Transform[0]-Sql]\"},"
                                + "{\"inputVertex\":\"TransformChain[Transform[0]-Sql]\","
                                + "\"targetVertex\":\"Sink[0]-Console-MultiTableSink\"},"
                                + "{\"inputVertex\":\"Source[1]-FakeSource\",\"targetVertex\":\"Sink[1]-Console-MultiTableSink\"}]");
        assertThat(dag.get("jobId").getStringValue()).isEqualTo("7004");
    }
}
