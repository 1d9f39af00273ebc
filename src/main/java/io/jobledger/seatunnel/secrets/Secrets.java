package io.jobledger.seatunnel.secrets;

import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masks passwords, tokens, keys and the like in recorded and answered texts. Masking a masked text changes nothing. It
 * rather masks too much than too little: a harmless value whose name looks like a secret's is masked too.
 */
public final class Secrets {

    /** The text that replaces a secret. */
    public static final String MASK = "******";

    private static final JsonNode MASKED = JsonNode.createStringNode(MASK);

    /** Fields that name the content of another field of the same object. */
    private static final Set<String> NAMING = Set.of("name", "key", "header", "option");

    private Secrets() {}

    /**
     * Returns the tree with every secret masked. These are non-null fields with a secret's name, at any depth, and the
     * secrets that {@link #inText} finds in texts.
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

    /** Returns whether the object is like <code>{"name": "password", "value": …}</code>. */
    private static boolean namesSecret(JsonNode object) {
        return NAMING.stream()
                .map(object::get)
                .anyMatch(name -> name != null && name.isString() && SecretNames.isSecret(name.getStringValue()));
    }

    /**
     * Returns the text with every secret masked that its surroundings show. These are {@code password=…} and the like
     * in URLs, queries, properties, JSON and HOCON, {@code user:…@host}, {@code Authorization: Bearer …}, and private
     * keys. The time is in proportion to the text's length.
     *
     * @return the same instance if there is no secret in it
     */
    public static String inText(String text) {
        return new SecretScan(text).masked();
    }
}
