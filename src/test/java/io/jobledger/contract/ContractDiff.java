package io.jobledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedParameters;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ComposedChanged;
import org.openapitools.openapidiff.core.output.MarkdownRender;

/** Compares a contract with an older one, and finds the changes that can break a client of the older one. */
final class ContractDiff {
    private final JsonNode before;
    private final JsonNode after;
    private final ChangedOpenApi changes;

    /**
     * @param before the YAML of the older contract
     * @param after the YAML of the newer contract
     */
    ContractDiff(String before, String after) {
        this.before = parse(before);
        this.after = parse(after);
        this.changes = OpenApiCompare.fromContents(before, after);
    }

    /** Returns one line for each breaking change, sorted. */
    Set<String> breaking() {
        Set<String> found = new TreeSet<>();
        changes.getMissingEndpoints()
                .forEach(gone -> found.add(gone.getMethod() + " " + gone.getPathUrl() + " is gone"));
        changes.getChangedOperations().stream()
                .filter(changed -> changed.isIncompatible())
                .forEach(changed -> {
                    Set<String> parts = new TreeSet<>();
                    incompatible("", changed, parts);
                    found.add(changed.getHttpMethod() + " " + changed.getPathUrl() + " is incompatible: "
                            + String.join(", ", parts));
                });
        if (changes.isIncompatible() && found.isEmpty()) {
            found.add("The contract is incompatible");
        }
        lost(before.path("components").path("schemas"), after.path("components").path("schemas"), found);
        return found;
    }

    /** Returns all changes as Markdown, also those that break nothing. */
    String report() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new MarkdownRender().render(changes, new OutputStreamWriter(text, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Adds the parameters and fields within a change that make it incompatible; {@code name} is the part itself. */
    private static void incompatible(String name, Changed changed, Set<String> found) {
        if (changed == null || !changed.isIncompatible()) {
            return;
        }
        int before = found.size();
        if (changed instanceof ChangedParameters parameters) {
            parameters.getIncreased().stream()
                    .filter(added -> Boolean.TRUE.equals(added.getRequired()))
                    .forEach(added -> found.add("parameter " + added.getName()));
            parameters.getMissing().forEach(gone -> found.add("parameter " + gone.getName()));
            parameters.getChanged().forEach(other -> incompatible("parameter " + other.getName(), other, found));
        } else if (changed instanceof ChangedSchema schema) {
            schema.getChangedProperties().forEach((field, other) -> incompatible("field " + field, other, found));
            schema.getMissingProperties().keySet().forEach(field -> found.add("field " + field));
            if (schema.getRequired() != null) {
                schema.getRequired().getIncreased().forEach(field -> found.add("field " + field));
            }
            incompatible(name, schema.getItems(), found);
        } else if (changed instanceof ComposedChanged composed) {
            composed.getChangedElements().forEach(part -> incompatible(name, part, found));
        }
        if (found.size() == before && !name.isEmpty()) {
            found.add(name);
        }
    }

    /** Adds the fields that a schema no longer has. The library does not see them if they were optional. */
    private static void lost(JsonNode before, JsonNode after, Set<String> found) {
        before.properties().forEach(schema -> {
            JsonNode now = after.path(schema.getKey());
            schema.getValue().path("properties").fieldNames().forEachRemaining(field -> {
                // A schema that is gone has either lost its use, or the library compares what took its place.
                if (!now.isMissingNode() && !now.path("properties").has(field)) {
                    found.add(schema.getKey() + "." + field + " is gone");
                }
            });
        });
    }

    private static JsonNode parse(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
