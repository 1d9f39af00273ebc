package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house rules of a contract, which no generator and no validator would enforce. */
public abstract class ContractRules {

    private final Contract contract;
    private final Expected expected;

    protected ContractRules(Contract contract, Expected expected) {
        this.contract = contract;
        this.expected = expected;
    }

    /**
     * What one contract has. The numbers are there so that no rule passes because it has met nothing.
     *
     * @param servers their URLs, in order
     * @param tags all that there are
     * @param models the operations that are answered with the generated models; everything else is a document
     * @param ids patterns by the component parameter that is an entity's id
     * @param wide matches the names of integers that need 64 bits
     * @param narrow Schema.property of those that match and are 32-bit numbers all the same
     * @param samples values by variable of a path; all others are {@code otherSample}
     */
    public record Expected(
            int operations,
            int schemas,
            int successes,
            int errors,
            int requiredFields,
            int wideIntegers,
            List<String> servers,
            Set<String> tags,
            Set<String> models,
            Map<String, String> ids,
            Pattern wide,
            Set<String> narrow,
            Map<String, String> samples,
            String otherSample) {}

    /** The statuses of errors that an operation has to declare because of what it takes, beside those of any. */
    protected abstract Set<String> errorsOf(Operation operation);

    /** Whether there may be no answer without an engine. */
    protected boolean needsEngine(Operation operation) {
        return true;
    }

    /** The media type of errors. */
    protected String errorType() {
        return "application/json";
    }

    /** The schema of errors. */
    protected String errorSchema() {
        return "ErrorResponse";
    }

    @Test
    void thereAreAsManyOperationsAndSchemasAsWeThink() {
        assertThat(contract.operations()).hasSize(expected.operations());
        assertThat(contract.schemas()).hasSize(expected.schemas());
        assertThat(contract.document().path("servers"))
                .extracting(server -> server.path("url").asText())
                .containsExactlyElementsOf(expected.servers());
    }

    @Test
    void everyOperationHasOneTagOfTheList() {
        assertThat(contract.document().path("tags"))
                .extracting(tag -> tag.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(expected.tags());
        Set<String> used = new HashSet<>();
        forEachOperation(operation -> {
            assertThat(operation.node().path("tags")).as("%s", operation).hasSize(1);
            used.add(operation.node().path("tags").get(0).asText());
        });
        assertThat(used).isEqualTo(expected.tags());
    }

    @Test
    void everyOperationIdIsUniqueAndLowerCamel() {
        Set<String> seen = new HashSet<>();
        forEachOperation(operation -> {
            String id = operation.node().path("operationId").asText();
            assertThat(id).as("%s", operation).matches("[a-z]+([A-Z][a-z]+)*");
            assertThat(seen.add(id)).as("%s is unique", id).isTrue();
        });
    }

    @Test
    void everyOperationHasASummary() {
        forEachOperation(
                operation -> assertThat(operation.node().path("summary").asText())
                        .as("%s", operation)
                        .isNotBlank()
                        .hasSizeLessThan(80)
                        .doesNotEndWith("."));
    }

    @Test
    void whatIsAnsweredWithModelsIsOnTheList() {
        Set<String> answeredWithModels = new HashSet<>();
        forEachOperation(operation -> {
            if (!operation.isDocument()) {
                answeredWithModels.add(operation.toString());
            }
        });
        assertThat(answeredWithModels).isEqualTo(expected.models());
    }

    @Test
    void everyOperationSaysWhoAnswers() {
        forEachOperation(operation -> {
            String answeredBy = operation.node().path("x-answered-by").asText();
            assertThat(answeredBy).as("%s", operation).isIn("ledger", "engine", "either");
            if (operation.isDocument() && !operation.hasOwnMethod()) {
                assertThat(operation.method()).as("%s is only asked", operation).isEqualTo("GET");
                assertThat(answeredBy).as("%s has a default", operation).isNotEqualTo("ledger");
            } else {
                assertThat(operation.node().has("x-raw"))
                        .as("%s has its own method", operation)
                        .isFalse();
            }
            if (operation.node().has("x-raw")) {
                assertThat(answeredBy).as("%s", operation).isEqualTo("engine");
            }
        });
    }

    @Test
    void pathParametersAreThoseOfThePath() {
        forEachOperation(operation -> {
            List<String> inPath = new ArrayList<>();
            Matcher variable = Pattern.compile("\\{(\\w+)}").matcher(operation.path());
            while (variable.find()) {
                inPath.add(variable.group(1));
            }
            List<String> declared = new ArrayList<>();
            for (JsonNode parameter : contract.parameters(operation)) {
                if (parameter.path("in").asText().equals("path")) {
                    declared.add(parameter.path("name").asText());
                    assertThat(parameter.path("required").asBoolean())
                            .as("%s %s", operation, parameter)
                            .isTrue();
                }
            }
            assertThat(declared).as("%s", operation).isEqualTo(inPath);
        });
    }

    @Test
    void idsHaveTheirPatterns() {
        expected.ids().forEach((id, pattern) -> {
            JsonNode parameter = contract.document().at("/components/parameters/" + id);
            assertThat(contract.resolve(parameter.path("schema"))
                            .path("pattern")
                            .asText())
                    .as(id)
                    .isEqualTo(pattern);
        });
    }

    @Test
    void everySuccessHasAnExampleThatIsValid() {
        List<String> wrong = new ArrayList<>();
        int[] checked = {0};
        forEachResponse((operation, response) -> {
            if (response.status().startsWith("2")) {
                check(operation, response, wrong);
                checked[0]++;
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(checked[0]).as("successes").isEqualTo(expected.successes());
    }

    @Test
    void everyErrorIsAnErrorResponseWithAnExampleThatIsValid() {
        List<String> wrong = new ArrayList<>();
        int[] checked = {0};
        forEachResponse((operation, response) -> {
            if (!response.status().startsWith("2")) {
                assertThat(response.node()
                                .at("/content/" + errorType().replace("/", "~1") + "/schema/$ref")
                                .asText())
                        .as("%s %s", operation, response.status())
                        .isEqualTo("#/components/schemas/" + errorSchema());
                check(operation, response, wrong);
                checked[0]++;
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(checked[0]).as("errors").isEqualTo(expected.errors());
    }

    @Test
    void everyOperationDeclaresTheErrorsThatItCanMeet() {
        forEachOperation(operation -> {
            JsonNode responses = operation.node().path("responses");
            assertThat(responses.has("503"))
                    .as("%s may meet an absent engine", operation)
                    .isEqualTo(needsEngine(operation));
            for (String status : errorsOf(operation)) {
                assertThat(responses.has(status))
                        .as("%s may be %s", operation, status)
                        .isTrue();
            }
            if (operation.node().has("requestBody")) {
                assertThat(responses.has("400") && responses.has("413"))
                        .as("%s takes a body", operation)
                        .isTrue();
            }
            for (String status : List.of("503", "504")) {
                if (responses.has(status)) {
                    assertThat(contract.response(operation, status)
                                    .path("headers")
                                    .has("Retry-After"))
                            .as("%s %s says when to come back", operation, status)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void nothingIsAnEnumAndNothingIsClosed() {
        walk(contract.document(), "", (pointer, node) -> {
            assertThat(node.has("enum")).as("enum at %s", pointer).isFalse();
            assertThat(node.path("additionalProperties").isBoolean()
                            && !node.path("additionalProperties").asBoolean())
                    .as("closed at %s", pointer)
                    .isFalse();
        });
    }

    @Test
    void everyObjectWithFieldsHasAName() {
        Set<String> inline = new LinkedHashSet<>();
        walk(contract.document(), "", (pointer, node) -> {
            boolean isSchema =
                    node.path("properties").isObject() && node.path("type").isTextual();
            if (isSchema && !pointer.matches("/components/schemas/\\w+")) {
                inline.add(pointer);
            }
        });
        assertThat(inline).isEmpty();
    }

    @Test
    void whatIsRequiredIsDeclared() {
        int checked = 0;
        for (Map.Entry<String, JsonNode> schema : contract.schemas().entrySet()) {
            for (JsonNode name : schema.getValue().path("required")) {
                assertThat(schema.getValue().path("properties").has(name.asText()))
                        .as("%s of %s", name, schema.getKey())
                        .isTrue();
                checked++;
            }
        }
        assertThat(checked).as("required fields").isEqualTo(expected.requiredFields());
    }

    @Test
    void everyIntegerHasAWidthThatHoldsIt() {
        int wide = 0;
        for (Map.Entry<String, JsonNode> schema : contract.schemas().entrySet()) {
            for (Map.Entry<String, JsonNode> property :
                    schema.getValue().path("properties").properties()) {
                String name = schema.getKey() + "." + property.getKey();
                JsonNode type = contract.resolve(property.getValue());
                if (!type.path("type").asText().equals("integer")) {
                    continue;
                }
                String format = type.path("format").asText();
                assertThat(format).as(name).matches("int32|int64");
                if (expected.wide().matcher(property.getKey()).matches()
                        && !expected.narrow().contains(name)) {
                    assertThat(format).as(name).isEqualTo("int64");
                    wide++;
                }
            }
        }
        assertThat(wide).as("times and sizes").isEqualTo(expected.wideIntegers());
    }

    @Test
    void everyComponentIsUsed() {
        Set<String> used = new HashSet<>();
        walk(contract.document(), "", (pointer, node) -> {
            if (node.path("$ref").isTextual()) {
                used.add(node.path("$ref").asText());
            }
        });
        List<String> unused = new ArrayList<>();
        contract.document()
                .path("components")
                .properties()
                .forEach(kind -> kind.getValue().fieldNames().forEachRemaining(name -> {
                    if (!used.contains("#/components/" + kind.getKey() + "/" + name)) {
                        unused.add(kind.getKey() + "/" + name);
                    }
                }));
        assertThat(unused).isEmpty();
    }

    @Test
    void linesAreShortEnoughToRead() throws IOException {
        assertThat(Files.readAllLines(contract.file()))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(120).doesNotContain("\t"));
    }

    private record Response(String status, JsonNode node) {}

    private void check(Operation operation, Response response, List<String> wrong) {
        response.node().path("content").properties().forEach(content -> {
            JsonNode example = content.getValue().path("example");
            if (example.isMissingNode()) {
                wrong.add(operation + " " + response.status() + " has no example");
            } else if (content.getKey().equals("application/json")) {
                contract.validate(
                                operation,
                                concrete(operation),
                                Integer.parseInt(response.status()),
                                content.getKey(),
                                example.toString())
                        .getMessages()
                        .forEach(message -> wrong.add(operation + " " + response.status() + ": " + message));
            }
        });
    }

    /** The path with a value for each variable, so that the validator finds the operation. */
    private String concrete(Operation operation) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(operation.path())
                .replaceAll(variable -> expected.samples().getOrDefault(variable.group(1), expected.otherSample()));
    }

    private void forEachOperation(Consumer<Operation> rule) {
        assertThat(contract.operations()).isNotEmpty();
        contract.operations().forEach(rule);
    }

    private void forEachResponse(BiConsumer<Operation, Response> rule) {
        forEachOperation(operation -> operation
                .node()
                .path("responses")
                .fieldNames()
                .forEachRemaining(
                        status -> rule.accept(operation, new Response(status, contract.response(operation, status)))));
    }

    /** Every object of the contract but for what is shown in examples. */
    private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(pointer, node);
        }
        node.properties().forEach(field -> {
            if (!field.getKey().equals("example")) {
                walk(field.getValue(), pointer + "/" + field.getKey(), visitor);
            }
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), pointer + "/" + i, visitor);
            }
        }
    }
}
