package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.flink.contract.FlinkContract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What the compiled controllers serve is what the contract says: the description that the compiler makes of them has the
 * same operations with the same parameters, no more and no less.
 */
class ServedApiTest {
    private static final String DESCRIPTION = "/META-INF/swagger/jobledger-1.0.0.yml";
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final FlinkContract contract = FlinkContract.get();
    private final Map<String, JsonNode> served = served();

    @Test
    void operationsAreThoseOfTheContract() {
        Map<String, String> promised = contract.operations().stream()
                .collect(Collectors.toMap(Operation::toString, Operation::id, (one, other) -> one, TreeMap::new));
        Map<String, String> compiled = new TreeMap<>();
        served.forEach((operation, node) ->
                compiled.put(operation, node.path("operationId").asText()));

        assertThat(compiled).isEqualTo(promised);
        assertThat(compiled).as("operations compared").hasSize(85);
    }

    @Test
    void parametersAreThoseOfTheContract() {
        int compared = 0;
        for (Operation operation : contract.operations()) {
            Set<String> promised = names(contract.parameters(operation));
            Set<String> compiled = names(served.get(operation.toString()).path("parameters"));

            assertThat(compiled).as("parameters of %s", operation).isEqualTo(promised);
            compared += compiled.size();
        }
        assertThat(compared).as("parameters compared").isEqualTo(133);
    }

    private static Set<String> names(Iterable<JsonNode> parameters) {
        return StreamSupport.stream(parameters.spliterator(), false)
                .map(parameter -> parameter.path("in").asText()
                        + ' '
                        + parameter.path("name").asText()
                        + (parameter.path("required").asBoolean() ? " required" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, JsonNode> served() {
        try (InputStream description = ServedApiTest.class.getResourceAsStream(DESCRIPTION)) {
            Map<String, JsonNode> served = new TreeMap<>();
            new YAMLMapper()
                    .readTree(description)
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(method -> {
                        assertThat(METHODS).as("below a path").contains(method.getKey());
                        served.put(method.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey(), method.getValue());
                    }));
            return served;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
