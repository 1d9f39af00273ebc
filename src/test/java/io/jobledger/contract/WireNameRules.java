package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The generated models keep the names of the wire, such as {@code start-time}. Serialisation libraries differ in which
 * annotations they heed.
 */
public abstract class WireNameRules {

    private static final com.fasterxml.jackson.databind.ObjectMapper JSON =
            new com.fasterxml.jackson.databind.ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Contract contract;
    private final Expected expected;
    private final ObjectMapper mapper = ObjectMapper.getDefault();

    protected WireNameRules(Contract contract, Expected expected) {
        this.contract = contract;
        this.expected = expected;
    }

    /**
     * What one contract has. The numbers are there so that the rule does not pass because it has met nothing.
     *
     * @param modelPackage where the generated models are
     * @param withoutModel the schemas that become none
     */
    public record Expected(String modelPackage, int models, int properties, Set<String> withoutModel) {}

    @Test
    void everyPropertySurvivesReadingAndWriting() throws Exception {
        List<String> wrong = new ArrayList<>();
        int models = 0;
        int properties = 0;
        for (Map.Entry<String, JsonNode> schema : contract.schemas().entrySet()) {
            if (!schema.getValue().path("type").asText().equals("object")
                    || !schema.getValue().has("properties")
                    || expected.withoutModel().contains(schema.getKey())) {
                continue;
            }
            Class<?> model = Class.forName(expected.modelPackage() + "." + schema.getKey());
            models++;
            for (Map.Entry<String, JsonNode> property :
                    schema.getValue().path("properties").properties()) {
                for (JsonNode sample : samples(property.getValue())) {
                    ObjectNode json = required(schema.getValue());
                    json.set(property.getKey(), sample);
                    JsonNode written = roundTrip(json, model);
                    if (!sample.equals(written.get(property.getKey()))) {
                        wrong.add("%s of %s: read %s, wrote %s"
                                .formatted(property.getKey(), schema.getKey(), json, written));
                    }
                }
                properties++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(models).as("models").isEqualTo(expected.models());
        assertThat(properties).as("properties").isEqualTo(expected.properties());
    }

    private <T> JsonNode roundTrip(JsonNode json, Class<T> model) throws IOException {
        T value = mapper.readValue(json.toString(), Argument.of(model));
        return JSON.readTree(mapper.writeValueAsString(value));
    }

    private ObjectNode required(JsonNode schema) {
        ObjectNode object = NODES.objectNode();
        schema.path("required")
                .forEach(name -> object.set(
                        name.asText(),
                        samples(schema.path("properties").path(name.asText())).get(0)));
        return object;
    }

    /** Values that show a wrong type: a 64-bit number does not fit an int. */
    private List<JsonNode> samples(JsonNode reference) {
        JsonNode schema = contract.resolve(reference);
        return switch (schema.path("type").asText()) {
            case "string" -> List.of(new TextNode("text"));
            case "boolean" -> List.of(BooleanNode.TRUE);
            case "number" -> List.of(new DoubleNode(1.5));
            case "integer" ->
                List.of(
                        schema.path("format").asText().equals("int64")
                                ? new LongNode(9_007_199_254_740_993L)
                                : new IntNode(7));
            case "array" ->
                List.of(NODES.arrayNode().add(samples(schema.path("items")).get(0)));
            case "object" ->
                List.of(
                        schema.path("additionalProperties").isObject()
                                ? NODES.objectNode()
                                        .set(
                                                "a.key",
                                                samples(schema.path("additionalProperties"))
                                                        .get(0))
                                : required(schema));
            default -> List.of(new DoubleNode(1.5), new TextNode("NaN"));
        };
    }
}
