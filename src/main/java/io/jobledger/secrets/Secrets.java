package io.jobledger.secrets;

import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

    /** Numbers are the ids of a user and a group, and no secret. */
    private static final Pattern USER_AND_GROUP = Pattern.compile("[0-9]+:[0-9]*");

    /** No password has as few digits. */
    private static final Pattern PARALLELISM = Pattern.compile("[0-9]{1,3}");

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
            return array(node, CommandOptions.NONE);
        }
        return node.isString() ? text(node, inText(node.getStringValue())) : node;
    }

    private static JsonNode text(JsonNode node, String masked) {
        return masked.equals(node.getStringValue()) ? node : JsonNode.createStringNode(masked);
    }

    /**
     * Returns the arguments of a program with every secret masked. Other than in {@link #of}, {@code -p…} is a password,
     * unless it is a word as {@code -path}. A number of up to three digits behind {@code -p} is a parallelism.
     *
     * @param arguments an array; its elements may be of any type
     */
    public static JsonNode ofArguments(JsonNode arguments) {
        return array(arguments, CommandOptions.OF_PROGRAMS);
    }

    /**
     * Masks the elements, which may be the arguments of a command: {@code ["--password", "x"]}.
     *
     * @param first the letter of the command whose arguments come first, see {@link CommandOptions#letter}
     */
    private static JsonNode array(JsonNode array, char first) {
        List<JsonNode> elements = new ArrayList<>(array.size());
        char letter = first;
        CommandOptions.Value expected = CommandOptions.Value.PLAIN;
        boolean numbered = false;
        for (JsonNode element : array.values()) {
            if (!element.isValueNode() || element.isNull()) {
                elements.add(of(element));
                expected = CommandOptions.Value.PLAIN;
                numbered = false;
                continue;
            }
            String text = element.coerceStringValue();
            boolean option = text.startsWith("-");
            if (numbered && PARALLELISM.matcher(text).matches()) {
                elements.add(element);
            } else if (expected == CommandOptions.Value.SECRET && !option) {
                elements.add(MASKED);
            } else if (!element.isString()) {
                elements.add(element);
            } else if (expected == CommandOptions.Value.USER && !option) {
                elements.add(text(element, user(text)));
            } else {
                boolean word = first == CommandOptions.OF_PROGRAMS && CommandOptions.isWord(text);
                elements.add(text(element, new SecretScan(text, word ? CommandOptions.NONE : letter).masked()));
            }
            expected = CommandOptions.valueOf(text, letter);
            numbered = first == CommandOptions.OF_PROGRAMS && text.equals("-p");
            char own = CommandOptions.letter(text.substring(text.lastIndexOf('/') + 1));
            letter = own == CommandOptions.NONE ? letter : own;
        }
        return JsonNode.createArrayNode(elements);
    }

    /** Masks the secret of a text {@code user:secret}. */
    private static String user(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                        || text.startsWith("://", colon)
                        || USER_AND_GROUP.matcher(text).matches()
                ? inText(text)
                : text.substring(0, colon + 1) + MASK;
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
     * in URLs, queries, properties, JSON and HOCON, {@code user:…@host}, {@code Authorization: Bearer …}, private
     * keys, and options of commands as {@code --password …} and {@code -u user:…}. The time is in proportion to the text's length.
     *
     * @return the same instance if there is no secret in it
     */
    public static String inText(String text) {
        return new SecretScan(text).masked();
    }
}
