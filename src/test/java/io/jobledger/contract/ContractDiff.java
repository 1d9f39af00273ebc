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
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
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
                .forEach(changed ->
                        found.add(changed.getHttpMethod() + " " + changed.getPathUrl() + " is incompatible"));
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
