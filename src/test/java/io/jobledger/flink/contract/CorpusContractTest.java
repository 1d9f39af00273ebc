package io.jobledger.flink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.contract.FlinkCorpus.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The contract tells the truth about a real engine: every answer in the corpus, and every document in the archives of
 * its jobs, is valid. The validator rejects fields that are not declared, so this also says that no field is missing.
 */
class CorpusContractTest {

    private static final Set<String> NON_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final FlinkContract contract = FlinkContract.get();

    /** What the engine answers where it is not asked what we are asked: stopping the way of old is translated for it. */
    private static final int TRANSLATED = 308;

    private static List<Answer> answers() {
        List<Answer> answers = FlinkCorpus.answers().stream()
                .filter(answer -> answer.status() != TRANSLATED)
                .toList();
        assertThat(FlinkCorpus.answers()).hasSize(answers.size() + 2);
        return answers;
    }

    @Test
    void everyAnswerWithJsonIsValid() {
        List<String> wrong = new ArrayList<>();
        int good = 0;
        int errors = 0;
        for (Answer answer : answers()) {
            Optional<Operation> operation = contract.operation(answer.method(), answer.contractPath());
            Optional<String> body = answer.body();
            if (operation.isEmpty() || !answer.isJson() || body.isEmpty()) {
                continue;
            }
            ValidationReport report = contract.validate(
                    operation.get(), answer.contractPath(), answer.status(), "application/json", body.get());
            report.getMessages().forEach(message -> wrong.add(answer + ": " + message));
            if (answer.status() < 300) {
                good++;
            } else {
                errors++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(good).as("valid answers").isEqualTo(743);
        assertThat(errors).as("valid errors").isEqualTo(137);
    }

    @Test
    void everyStatusAndMediaTypeIsDeclared() {
        int checked = 0;
        for (Answer answer : answers()) {
            Optional<Operation> operation = contract.operation(answer.method(), answer.contractPath());
            if (operation.isEmpty()) {
                continue;
            }
            JsonNode response = contract.response(operation.get(), String.valueOf(answer.status()));
            assertThat(response.path("content").has(answer.contentType().replaceFirst(";.*", "")))
                    .as("%s is declared for %s", answer, operation.get())
                    .isTrue();
            checked++;
        }
        assertThat(checked).as("answers to operations of the contract").isEqualTo(939);
    }

    /** Paths and their variables are named as Flink names them; what was called beyond the contract is a short list. */
    @Test
    void pathsAreFlinksOwn() {
        Set<String> outside = new TreeSet<>();
        int checked = 0;
        for (Answer answer : answers()) {
            Optional<Operation> operation = contract.operation(answer.method(), answer.contractPath());
            if (operation.isEmpty()) {
                outside.add(answer.method() + " " + answer.template());
            } else if (!answer.template().endsWith("/")) {
                String template = answer.template().replaceFirst("[ ?].*", "").replaceAll(":(\\w+)", "{$1}");
                assertThat(operation.get().path()).as("%s", answer).isEqualTo(template);
                checked++;
            }
        }
        assertThat(checked).as("paths").isEqualTo(936);
        assertThat(outside)
                .containsExactly(
                        "DELETE /jobs/:jobid",
                        "DELETE /jobs/:jobid/stop",
                        "GET /",
                        "GET /index.html",
                        "GET /jobmanager/profiler",
                        "GET /jobs/:jobid/cancel",
                        "GET /jobs/:jobid/nope",
                        "GET /jobs/:jobid/vertices/:vertexid/subtasks",
                        "GET /nope",
                        "GET /taskmanagers/:taskmanagerid/profiler",
                        "GET /v1/",
                        "GET /v2/",
                        "GET /v99/",
                        "HEAD /overview",
                        "OPTIONS /overview",
                        "POST /jobs/:jobid/stop-with-savepoint",
                        "POST /jobs/overview",
                        "POST /nope",
                        "PUT /jobs");
    }

    @Test
    void everyArchivedDocumentIsValid() {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (String job : FlinkCorpus.archivedJobs()) {
            for (JsonNode entry : FlinkCorpus.archive(job)) {
                String path = entry.path("path").asText();
                String json = entry.path("json").asText();
                Operation operation = contract.operation("GET", path).orElseThrow();
                // An archive has no status; what the engine would answer with an error, it archives as one.
                int status = json.startsWith("{\"errors\"") ? 404 : 200;
                contract.validate(operation, path, status, "application/json", json)
                        .getMessages()
                        .forEach(message -> wrong.add(job + " " + path + ": " + message));
                checked++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).as("archived documents").isEqualTo(547);
    }

    /** What the command-line client of the engine sends is accepted, and what it got for it is valid. */
    @Test
    void everyCallOfTheCommandLineClientIsValid() {
        int checked = 0;
        for (JsonNode call : FlinkCorpus.json("/corpus/flink-cli-1.20.5.json")) {
            if (!call.has("path")) {
                continue;
            }
            String path = call.path("path").asText().replaceFirst("^/v1", "").replaceFirst("\\?.*", "");
            String method = call.path("method").asText();
            Operation operation = contract.operation(method, path).orElseThrow();
            JsonNode response = contract.response(operation, call.path("status").asText());
            assertThat(response.isMissingNode()).as("%s", call).isFalse();
            if (operation.node().path("requestBody").path("content").has("application/json")) {
                Request request = new SimpleRequest.Builder(method, path)
                        .withContentType("application/json")
                        .withBody(call.path("requestBody").asText())
                        .build();
                assertThat(contract.validateRequest(request).getMessages())
                        .as("%s", call)
                        .isEmpty();
            }
            String body = call.path("response").asText();
            // Long answers were cut off when they were recorded.
            if (body.endsWith("}")) {
                assertThat(contract.validate(
                                        operation, path, call.path("status").asInt(), "application/json", body)
                                .getMessages())
                        .as("%s", call)
                        .isEmpty();
                checked++;
            }
        }
        assertThat(checked).as("calls").isEqualTo(17);
    }

    /** The validator cannot hold what has no type, so this does. */
    @Test
    void whatIsCalledANumberOrNaNIsOne() {
        int checked = 0;
        for (Answer answer : answers()) {
            Optional<Operation> operation = contract.operation(answer.method(), answer.contractPath());
            if (operation.isEmpty()
                    || answer.status() >= 300
                    || !answer.isJson()
                    || answer.body().isEmpty()) {
                continue;
            }
            JsonNode schema = contract.response(operation.get(), String.valueOf(answer.status()))
                    .at("/content/application~1json/schema");
            List<JsonNode> values = new ArrayList<>();
            collectNumbers(FlinkCorpus.parse(answer.body().get()), schema, values);
            for (JsonNode value : values) {
                assertThat(value.isNumber() || NON_NUMBERS.contains(value.asText()))
                        .as("%s in %s", value, answer)
                        .isTrue();
                checked++;
            }
        }
        assertThat(checked).as("numbers").isEqualTo(1934);
    }

    private void collectNumbers(JsonNode value, JsonNode schema, List<JsonNode> into) {
        if (schema.path("$ref").asText().endsWith("/NumberOrNaN")) {
            into.add(value);
            return;
        }
        JsonNode resolved = contract.resolve(schema);
        value.forEach(element -> collectNumbers(element, resolved.path("items"), into));
        value.properties().forEach(field -> {
            JsonNode property = resolved.path("properties").path(field.getKey());
            collectNumbers(
                    field.getValue(),
                    property.isMissingNode() ? resolved.path("additionalProperties") : property,
                    into);
        });
    }
}
