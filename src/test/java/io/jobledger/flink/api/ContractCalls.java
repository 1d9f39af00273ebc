package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.model.SimpleRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.testing.TestService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Calls to a service of which every answer is held against the contract, and the note of what was called. */
public final class ContractCalls {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FlinkContract contract = FlinkContract.get();
    private final Map<String, Set<Integer>> answered;
    private final TestService service;

    public ContractCalls(TestService service) {
        this(service, new TreeMap<>());
    }

    private ContractCalls(TestService service, Map<String, Set<Integer>> answered) {
        this.service = service;
        this.answered = answered;
    }

    /** Calls to another service, noted in the same place. */
    public ContractCalls to(TestService other) {
        return new ContractCalls(other, answered);
    }

    /** The operations called so far, by id, with the statuses that they answered. */
    public Map<String, Set<Integer>> answered() {
        return answered;
    }

    /** GET that must succeed, with and without the version in front. */
    public JsonNode get(String target) {
        get(200, "/v1" + target);
        return get(200, target);
    }

    public JsonNode get(int status, String target) {
        return call(status, "GET", target, null);
    }

    /** GET that the engine may answer in more than one way; whichever it is must be declared. */
    public void getAny(Set<Integer> statuses, String target) {
        HttpResponse<String> answer = service.get(target);
        assertThat(answer.statusCode()).as("GET %s: %s", target, answer.body()).isIn(statuses);
        check(answer.statusCode(), "GET", target, answer);
    }

    /**
     * @param target path and query, with or without {@code /v1}
     * @param json the body, null for none
     * @return the answer's body, or null if it is not JSON
     */
    public JsonNode call(int status, String method, String target, String json) {
        if (json != null) {
            assertThat(contract.validateRequest(new SimpleRequest.Builder(method, path(target))
                                    .withContentType("application/json")
                                    .withBody(json)
                                    .build())
                            .getMessages())
                    .as("request of %s %s", method, target)
                    .isEmpty();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(service.url().resolve(target))
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        return check(
                status,
                method,
                target,
                service.send(json == null ? request : request.header("Content-Type", "application/json")));
    }

    /** Holds an answer against the contract and notes its operation. */
    public JsonNode check(int status, String method, String target, HttpResponse<String> answer) {
        String path = path(target);
        Operation operation = contract.operation(method, path).orElseThrow();
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, target, answer.body())
                .isEqualTo(status);
        JsonNode declared = contract.response(operation, Integer.toString(status));
        assertThat(declared.isMissingNode())
                .as("%s is declared for %s", status, operation)
                .isFalse();
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("none").replaceFirst(";.*", "");
        assertThat(declared.path("content").has(mediaType))
                .as("%s %s is declared for %s", status, mediaType, operation)
                .isTrue();
        boolean isJson = mediaType.equals("application/json");
        if (isJson) {
            assertThat(contract.validate(operation, path, status, mediaType, answer.body())
                            .getMessages())
                    .as("answer of %s %s: %s", method, target, answer.body())
                    .isEmpty();
        }
        answered.computeIfAbsent(operation.id(), id -> new TreeSet<>()).add(status);
        return isJson ? parse(answer.body()) : null;
    }

    private static String path(String target) {
        return target.replaceFirst("\\?.*", "").replaceFirst("^/v1/", "/");
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + json, e);
        }
    }
}
