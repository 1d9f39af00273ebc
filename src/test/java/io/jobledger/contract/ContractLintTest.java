package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The linters' rules that matter, without the linters; {@code src/clients/lint} runs those themselves. */
class ContractLintTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flink-rest",
                "seatunnel-rest",
                "rocketmq-connect-rest",
                "rocketmq-connect-json-rest",
                "history-rest"
            })
    void nothingIsFound(String name) throws IOException {
        JsonNode contract =
                new YAMLMapper().readTree(Path.of("openapi", name + ".yaml").toFile());
        List<String> found = new ArrayList<>();
        if (!contract.path("info").path("contact").isObject()) {
            found.add("info.contact is missing");
        }
        if (!contract.path("security").isArray()) {
            found.add("security is missing");
        }
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> check(method.getKey() + " " + path.getKey(), method.getValue(), found)));
        nullable(contract, name, found);
        assertThat(found).isEmpty();
    }

    private static void check(String operation, JsonNode node, List<String> found) {
        for (String text : List.of("operationId", "description")) {
            if (node.path(text).asText().isBlank()) {
                found.add(operation + " has no " + text);
            }
        }
        if (node.path("tags").isEmpty()) {
            found.add(operation + " has no tags");
        }
        List<String> statuses = new ArrayList<>();
        node.path("responses").fieldNames().forEachRemaining(statuses::add);
        for (String kind : List.of("2", "4")) {
            if (statuses.stream().noneMatch(status -> status.startsWith(kind))) {
                found.add(operation + " declares no " + kind + "xx");
            }
        }
    }

    private static void nullable(JsonNode node, String place, List<String> found) {
        if (node.path("nullable").isBoolean() && !node.has("type")) {
            found.add(place + " is nullable without a type");
        }
        node.properties().forEach(field -> nullable(field.getValue(), place + "/" + field.getKey(), found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            nullable(node.get(i), place + "/" + i, found);
        }
    }
}
