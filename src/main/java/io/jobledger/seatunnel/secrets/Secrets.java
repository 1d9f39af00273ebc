package io.jobledger.seatunnel.secrets;

import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes passwords, tokens, keys and the like out of what is kept or told. What is masked can be masked again without a
 * change. Better too much than too little: a harmless value whose name looks like a secret's is masked too.
 */
public final class Secrets {

    /** What stands in a secret's place. */
    public static final String MASK = "******";

    private static final JsonNode MASKED = JsonNode.createStringNode(MASK);

    /** Fields that name what another field of the same object holds. */
    private static final Set<String> NAMING = Set.of("name", "key", "header", "option");

    private Secrets() {}

    /**
     * The tree with every secret in it masked: whatever has the name of one, at any depth and of any type but null, and
     * what {@link #inText} finds in texts.
     */
    public static JsonNode of(JsonNode node) {
        if (node.isObject()) {
            return object(node);
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>(node.size());
            node.values().forEach(element -> elements.add(of(element)));
            return JsonNode.createArrayNode(elements);
        }
        if (!node.isString()) {
            return node;
        }
        String text = node.getStringValue();
        String masked = inText(text);
        return masked.equals(text) ? node : JsonNode.createStringNode(masked);
    }

    private static JsonNode object(JsonNode object) {
        boolean valueIsSecret = namesSecret(object);
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.entries().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean secret = SecretNames.isSecret(name) || valueIsSecret && name.equalsIgnoreCase("value");
            fields.put(inText(name), secret && !value.isNull() ? MASKED : of(value));
        });
        return JsonNode.createObjectNode(fields);
    }

    /** Whether it is like <code>{"name": "password", "value": …}</code>. */
    private static boolean namesSecret(JsonNode object) {
        return NAMING.stream()
                .map(object::get)
                .anyMatch(name -> name != null && name.isString() && SecretNames.isSecret(name.getStringValue()));
    }

    /**
     * The text with every secret in it masked that can be told from what stands around it: {@code password=…} and the
     * like in URLs, queries, properties, JSON and HOCON, {@code user:…@host}, {@code Authorization: Bearer …}, private
     * keys. Takes time in proportion to the text's length.
     *
     * @return the same instance if there is no secret in it
     */
    public static String inText(String text) {
        return new SecretScan(text).masked();
    }
}
