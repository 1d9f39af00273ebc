package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A contract holds all that its seeds name, with its type and known values; the listing says how to read it. */
public abstract class SeedRules {

    private static final Pattern OPERATION = Pattern.compile("([A-Z]+) (/\\S*)(?: -> (\\d+))? \\(.*\\)");
    private static final Pattern FIELD = Pattern.compile("(request|response|sample) (\\S+): (\\w+)(?: one of (\\S+))?");

    /** A name, one in quotes because it has a dot in it, or the elements of an array. */
    private static final Pattern STEP = Pattern.compile("\"([^\"]+)\"|([^.\\[\\]]+)|\\[]");

    private final Contract contract;
    private final Expected expected;
    private final List<Seed> seeds;

    protected SeedRules(Contract contract, Expected expected) {
        this.contract = contract;
        this.expected = expected;
        this.seeds = read(expected.listing());
    }

    /**
     * What one listing names. The numbers are there so that no rule passes because it has met nothing.
     *
     * @param listing a test resource
     * @param mistyped METHOD path field of those that the documents give another type than every engine sends
     */
    public record Expected(
            String listing, int operations, int statuses, int parameters, int fields, Set<String> mistyped) {}

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

    private static List<Seed> read(String listing) {
        List<Seed> seeds = new ArrayList<>();
        try (InputStream in = SeedRules.class.getResourceAsStream(listing)) {
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
        } catch (IOException e) {
            throw new UncheckedIOException(listing, e);
        }
        return seeds;
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
        assertThat(seeds).hasSize(expected.operations());
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
        assertThat(checked).as("statuses").isEqualTo(expected.statuses());
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
        assertThat(checked).as("parameters").isEqualTo(expected.parameters());
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
                } else if (!isOfType(schema, field.group(3))
                        && !expected.mistyped().contains(name)) {
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
        assertThat(checked).as("fields").isEqualTo(expected.fields());
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

    /** Follows {@code a.b[].c."d.e".*} from a schema to the schema of the field. */
    private JsonNode find(JsonNode root, String field) {
        JsonNode schema = contract.resolve(root);
        Matcher step = STEP.matcher(field);
        while (step.find()) {
            String name = step.group(1) != null ? step.group(1) : step.group();
            JsonNode property = schema.path("properties").path(name);
            schema = contract.resolve(
                    name.equals("[]")
                            ? schema.path("items")
                            : property.isMissingNode() ? schema.path("additionalProperties") : property);
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
