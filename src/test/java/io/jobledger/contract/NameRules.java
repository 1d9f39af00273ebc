package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * A client can be generated in any language: no two names become one, when a generator spells them in camel case, snake
 * case or Pascal case. All three keep the letters and digits of a name in their order.
 */
public abstract class NameRules {
    /** Names that no generator can give a class, as they are its own or the language's. */
    private static final Set<String> TAKEN = Set.of(
            "object",
            "string",
            "error",
            "list",
            "map",
            "date",
            "file",
            "function",
            "configuration",
            "apiclient",
            "apiexception",
            "apiresponse",
            "response",
            "request",
            "null",
            "class",
            "default");

    private final Contract contract;

    protected NameRules(Contract contract) {
        this.contract = contract;
    }

    /** A number of fields that the contract has at least, so that the rule does not pass because it has met nothing. */
    protected int fewestFields() {
        return 100;
    }

    @Test
    void theFieldsOfASchemaKeepTheirNamesApart() {
        int compared = 0;
        List<String> alike = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : contract.schemas().entrySet()) {
            List<String> names = new ArrayList<>();
            schema.getValue().path("properties").fieldNames().forEachRemaining(names::add);
            compared += names.size();
            alike.addAll(alike(names, schema.getKey()));
            Set<String> sent = Set.copyOf(names);
            schema.getValue().path("x-also-sent").properties().forEach(same -> {
                assertThat(sent).contains(same.getValue().asText());
                assertThat(spelt(same.getKey())).isEqualTo(spelt(same.getValue().asText()));
            });
        }
        assertThat(alike).isEmpty();
        assertThat(compared).as("fields").isGreaterThan(fewestFields());
    }

    @Test
    void schemasAndOperationsKeepTheirNamesApart() {
        Set<String> schemas = contract.schemas().keySet();
        assertThat(alike(schemas, "schemas")).isEmpty();
        assertThat(schemas).allSatisfy(name -> assertThat(TAKEN).doesNotContain(spelt(name)));
        List<String> operations =
                contract.operations().stream().map(Operation::id).toList();
        assertThat(alike(operations, "operations")).isEmpty();
        assertThat(operations).allSatisfy(id -> assertThat(id).matches("[a-z][A-Za-z]+"));
    }

    @Test
    void theParametersOfAnOperationKeepTheirNamesApart() {
        for (Operation operation : contract.operations()) {
            List<String> names = StreamSupport.stream(
                            operation.node().path("parameters").spliterator(), false)
                    .map(contract::resolve)
                    .map(parameter -> parameter.path("name").asText())
                    .toList();
            assertThat(alike(names, operation.toString())).isEmpty();
        }
    }

    /** Most clients send a default although nobody gave the parameter. */
    @Test
    void noParameterHasADefault() {
        for (Operation operation : contract.operations()) {
            operation
                    .node()
                    .path("parameters")
                    .forEach(parameter -> assertThat(
                                    contract.resolve(contract.resolve(parameter).path("schema"))
                                            .has("default"))
                            .as("%s of %s", parameter, operation)
                            .isFalse());
        }
    }

    /** Clients refuse a field of a newer engine in an object that is not said to have more. Forms have no more fields. */
    @Test
    void objectsAreOpen() {
        Set<String> closed = Set.of("ImportRequest", "JarUpload", "JobSubmission");
        contract.schemas().forEach((name, schema) -> {
            if (schema.has("properties") && !closed.contains(name)) {
                assertThat(schema.has("additionalProperties")).as(name).isTrue();
            }
        });
    }

    private static List<String> alike(Collection<String> names, String of) {
        Map<String, String> spellings = new HashMap<>();
        List<String> alike = new ArrayList<>();
        for (String name : names) {
            String other = spellings.put(spelt(name), name);
            if (other != null) {
                alike.add(name + " and " + other + " of " + of);
            }
        }
        return alike;
    }

    private static String spelt(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
