package io.jobledger.flink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.contract.FlinkContract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract holds all that the seeds name, with its type and known values; the listing says how to read it. */
class SeedContractTest {

    private static final Pattern OPERATION = Pattern.compile("([A-Z]+) (/\\S*)(?: -> (\\d+))? \\(.*\\)");
    private static final Pattern FIELD = Pattern.compile("(request|response|sample) (\\S+): (\\w+)(?: one of (\\S+))?");

    /** The documents call the plan a text, and every engine sends an object. */
    private static final Set<String> MISTYPED = Set.of("GET /jobs/{jobid} plan");

    private static List<Seed> seeds;

    private final FlinkContract contract = FlinkContract.get();

    private record Seed(String method, String path, String status, List<String> lines) {

        String name() {
            return method + " " + path;
        }

        List<String> parameters(String in) {
            return lines.stream()
                    .filter(line -> line.startsWith(in + " "))
                    .map(line -> line.substring(in.length() + 1))
                    .toList();
        }
    }

    @BeforeAll
    static void read() throws IOException {
        seeds = new ArrayList<>();
        try (InputStream in = SeedContractTest.class.getResourceAsStream("/seeds/flink-v1.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                Matcher operation = OPERATION.matcher(line);
                if (operation.matches()) {
                    seeds.add(new Seed(operation.group(1), operation.group(2), operation.group(3), new ArrayList<>()));
                } else {
                    seeds.get(seeds.size() - 1).lines().add(line.strip());
                }
            }
        }
    }

    @Test
    void everyOperationIsThere() {
        List<String> missing = new ArrayList<>();
        for (Seed seed : seeds) {
            if (contract.operations().stream().noneMatch(o -> o.toString().equals(seed.name()))) {
                missing.add(seed.name());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(seeds).hasSize(61);
    }

    @Test
    void everyStatusIsThere() {
        int checked = 0;
        for (Seed seed : seeds) {
            if (seed.status() != null) {
                assertThat(contract.response(operation(seed), seed.status()).isMissingNode())
                        .as("%s answers %s", seed.name(), seed.status())
                        .isFalse();
                checked++;
            }
        }
        assertThat(checked).as("statuses").isEqualTo(53);
    }

    @Test
    void everyParameterIsThere() {
        int checked = 0;
        for (Seed seed : seeds) {
            for (String in : List.of("path", "query")) {
                Set<String> declared = new LinkedHashSet<>();
                contract.parameters(operation(seed)).stream()
                        .filter(parameter -> parameter.path("in").asText().equals(in))
                        .forEach(
                                parameter -> declared.add(parameter.path("name").asText()));
                assertThat(declared).as("%s, in %s", seed.name(), in).containsAll(seed.parameters(in));
                checked += seed.parameters(in).size();
            }
        }
        assertThat(checked).as("parameters").isEqualTo(98);
    }

    @Test
    void everyFieldIsThereWithItsTypeAndKnownValues() {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Seed seed : seeds) {
            for (String line : seed.lines()) {
                Matcher field = FIELD.matcher(line);
                if (!field.matches()) {
                    continue;
                }
                checked++;
                String name = seed.name() + " " + field.group(2);
                JsonNode schema = find(root(seed, field.group(1)), field.group(2));
                if (schema.isMissingNode()) {
                    wrong.add(name + " is missing");
                } else if (!isOfType(schema, field.group(3)) && !MISTYPED.contains(name)) {
                    wrong.add(name + " is " + schema.path("type").asText() + ", not " + field.group(3));
                } else if (field.group(4) != null) {
                    Set<String> known = new LinkedHashSet<>();
                    schema.path("x-known-values").forEach(value -> known.add(value.asText()));
                    if (!known.containsAll(List.of(field.group(4).split(",")))) {
                        wrong.add(name + " knows only " + known);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).as("fields").isEqualTo(523);
    }

    private JsonNode root(Seed seed, String part) {
        Operation operation = operation(seed);
        if (!part.equals("request")) {
            return contract.response(operation, seed.status()).at("/content/application~1json/schema");
        }
        JsonNode content = operation.node().at("/requestBody/content");
        if (content.has("multipart/form-data")) {
            // The seeds describe the JSON part of the form.
            JsonNode form = contract.resolve(content.at("/multipart~1form-data/schema"));
            return form.at("/properties/request");
        }
        return content.has("application/json")
                ? content.at("/application~1json/schema")
                : operation.node().path("x-get-body");
    }

    /** Follows {@code a.b[].c.*} from a schema to the schema of the field. */
    private JsonNode find(JsonNode root, String field) {
        JsonNode schema = contract.resolve(root);
        for (String step : field.replace("[]", ".[]").split("\\.")) {
            schema = contract.resolve(
                    switch (step) {
                        case "" -> schema;
                        case "[]" -> schema.path("items");
                        case "*" -> schema.path("additionalProperties");
                        default -> schema.path("properties").path(step);
                    });
        }
        return schema;
    }

    private static boolean isOfType(JsonNode schema, String type) {
        boolean untyped = !schema.has("type");
        return type.equals("any") || untyped || schema.path("type").asText().equals(type);
    }

    private Operation operation(Seed seed) {
        return contract.operations().stream()
                .filter(operation -> operation.toString().equals(seed.name()))
                .findFirst()
                .orElseThrow();
    }
}
