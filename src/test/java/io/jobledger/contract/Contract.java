package io.jobledger.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A contract as the tests see it: the YAML as it stands, with every {@code $ref} in place, and a validator of answers
 * that is strict about undeclared fields. The validator takes seconds to make, so a subclass keeps the one instance.
 */
public abstract class Contract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final Path file;
    private final JsonNode document;
    private final List<Operation> operations;
    private final OpenApiInteractionValidator validator;

    protected Contract(Path file) {
        this.file = file;
        String text = textOf(file);
        this.document = parse(text);
        this.operations = operationsOf(document);
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(
                        strict(((ObjectNode) parse(text)).without("servers")).toString())
                .build();
    }

    /** Closes the schemas that are open for fields of newer engines, and adds the fields that stand in no schema. */
    private static JsonNode strict(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            if (schema.path("additionalProperties").isBoolean()) {
                schema.remove("additionalProperties");
            }
            schema.path("x-also-sent")
                    .properties()
                    .forEach(same -> schema.withObject("properties")
                            .set(
                                    same.getKey(),
                                    schema.path("properties")
                                            .path(same.getValue().asText())));
        }
        node.forEach(Contract::strict);
        return node;
    }

    /** Where the contract is written, from the root of the project. */
    public Path file() {
        return file;
    }

    /** One method of one path; {@code node} is what stands below the method. */
    public record Operation(String method, String path, JsonNode node) {

        private boolean answersTo(String method, String requestPath) {
            return this.method.equals(method) && Pattern.matches(path.replaceAll("\\{\\w+}", "[^/]+"), requestPath);
        }

        private long variables() {
            return path.chars().filter(c -> c == '{').count();
        }

        /** The {@code operationId}. */
        public String id() {
            return node.path("operationId").asText();
        }

        public boolean isDocument() {
            return node.path("x-document").asBoolean();
        }

        /** Whether the controller writes the method: it has no default that only asks. */
        public boolean hasOwnMethod() {
            return node.path("x-own-method").asBoolean();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What the service has in front of every path of the contract; empty for the root. */
    public String prefix() {
        return "";
    }

    public JsonNode document() {
        return document;
    }

    public List<Operation> operations() {
        return operations;
    }

    /** The component schemas by name. */
    public Map<String, JsonNode> schemas() {
        Map<String, JsonNode> schemas = new TreeMap<>();
        document.at("/components/schemas").properties().forEach(e -> schemas.put(e.getKey(), e.getValue()));
        return schemas;
    }

    /** The operation that a request goes to; a path without variables wins, as it does in a router. */
    public Optional<Operation> operation(String method, String requestPath) {
        return operations.stream()
                .filter(operation -> operation.answersTo(method, requestPath))
                .min(Comparator.comparingLong(Operation::variables));
    }

    /** The node itself, or what it refers to, through as many references as there are. */
    public JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = document.at(resolved.get("$ref").asText().substring(1));
        }
        return resolved;
    }

    public List<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.node().path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        return parameters;
    }

    public JsonNode response(Operation operation, String status) {
        return resolve(operation.node().path("responses").path(status));
    }

    public ValidationReport validate(
            Operation operation, String requestPath, int status, String mediaType, String body) {
        return validator.validateResponse(
                requestPath,
                Request.Method.valueOf(operation.method()),
                SimpleResponse.Builder.status(status)
                        .withContentType(mediaType)
                        .withBody(body)
                        .build());
    }

    public ValidationReport validateRequest(Request request) {
        return validator.validateRequest(request);
    }

    private static List<Operation> operationsOf(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(
                                new Operation(method.getKey().toUpperCase(), path.getKey(), method.getValue()))));
        return Collections.unmodifiableList(operations);
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
