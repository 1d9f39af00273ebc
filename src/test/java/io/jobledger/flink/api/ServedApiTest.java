package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jobledger.connect.contract.ConnectContract;
import io.jobledger.connect.contract.ConnectJsonContract;
import io.jobledger.contract.Contract;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.history.contract.HistoryContract;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
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
 * What the compiled controllers serve is what the contracts say: the description that the compiler makes of them has the
 * same operations with the same parameters, no more and no less.
 */
class ServedApiTest {
    private static final String DESCRIPTION = "/META-INF/swagger/jobledger-1.0.0.yml";
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final List<Contract> contracts = List.of(
            FlinkContract.get(),
            SeaTunnelContract.get(),
            ConnectContract.get(),
            ConnectJsonContract.get(),
            HistoryContract.get());
    private final Map<String, JsonNode> served = served();

    @Test
    void operationsAreThoseOfTheContracts() {
        Map<String, String> promised = new TreeMap<>();
        contracts.forEach(contract -> contract.operations()
                .forEach(operation -> promised.putIfAbsent(served(contract, operation), operation.id())));
        Map<String, String> compiled = new TreeMap<>();
        served.forEach((operation, node) ->
                compiled.put(operation, withoutNumber(node.path("operationId").asText())));
        // The contracts themselves are served beside the APIs.
        assertThat(compiled.remove("GET /openapi/{name}.{format}")).isNotNull();

        assertThat(compiled).isEqualTo(promised);
        assertThat(compiled).as("operations compared").hasSize(162);
    }

    @Test
    void parametersAreThoseOfTheContracts() {
        int compared = 0;
        for (Contract contract : contracts) {
            for (Operation operation : contract.operations()) {
                Set<String> promised = names(contract.parameters(operation).stream()
                        .filter(parameter -> !isAnyName(parameter))
                        .toList());
                Set<String> compiled =
                        names(served.get(served(contract, operation)).path("parameters"));

                assertThat(compiled).as("parameters of %s", operation).isEqualTo(promised);
                compared += compiled.size();
            }
        }
        assertThat(compared).as("parameters compared").isEqualTo(296);
    }

    private static String served(Contract contract, Operation operation) {
        return operation.method() + ' ' + contract.prefix() + operation.path();
    }

    /** The compiler puts a number behind an id that both contracts have. */
    private static String withoutNumber(String id) {
        return id.replaceFirst("_\\d+$", "");
    }

    /** Parameters of any name, which become a map, are none for the compiler. */
    private static boolean isAnyName(JsonNode parameter) {
        return parameter.path("schema").has("additionalProperties");
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
