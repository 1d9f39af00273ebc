package io.jobledger.fuzz;

import static io.jobledger.fuzz.KnownValues.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.contract.Contract;
import io.jobledger.fuzz.SchemaValues.About;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bodies that a schema allows, and others. */
final class OddJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> NONE = List.of(
            "",
            " ",
            "null",
            "[]",
            "{}",
            "\"\"",
            "\"a\"",
            "0",
            "1e999",
            "true",
            "[null]",
            "[[]]",
            "[{}]",
            "{",
            "}",
            "{\"a\":",
            "{\"a\":1e999}",
            "{\"a\":NaN}",
            "{'a':1}",
            "{\"\":\"\"}",
            "{\"a\":1,\"a\":2}",
            "{} {}",
            "//",
            "<xml/>",
            "a=b",
            "\uFEFF{}",
            "\0",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\u0000\"}",
            "env { }",
            "include \"/etc/passwd\"",
            "{\"a\":99999999999999999999999999999999999}",
            "!!java.net.URL [a]");

    private final SchemaValues values;

    OddJson(SchemaValues values) {
        this.values = values;
    }

    /** A body as the schema has it, with values of what is there. */
    byte[] valid(Random random, Contract contract, String kind, JsonNode media, About about) {
        return bytes(
                node(random, contract, kind, "", contract.resolve(media.path("schema")), media.get("example"), about));
    }

    byte[] odd(Random random, Contract contract, String kind, JsonNode media, About about) {
        JsonNode valid =
                node(random, contract, kind, "", contract.resolve(media.path("schema")), media.get("example"), about);
        byte[] whole = bytes(valid);
        switch (random.nextInt(10)) {
            case 0, 1:
                return one(random, NONE).getBytes(StandardCharsets.UTF_8);
            case 2:
                return java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            case 3:
                byte[] changed = whole.clone();
                if (changed.length > 0) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                // Not by chance a digit of another job's id.
                return new String(changed, StandardCharsets.ISO_8859_1).contains("jobId") ? whole : changed;
            case 4:
                int depth = 1 << random.nextInt(15);
                return (random.nextBoolean() ? "[" : "{\"a\":").repeat(depth).getBytes(StandardCharsets.UTF_8);
            case 5:
                return new String(whole, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            default:
                alter(random, valid);
                return bytes(valid);
        }
    }

    /** Replaces, removes or adds a field somewhere. */
    private static void alter(Random random, JsonNode root) {
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        if (places.isEmpty()) {
            return;
        }
        JsonNode place = one(random, places);
        if (place instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextBoolean()) {
                array.add(value(random, ""));
            } else {
                array.set(random.nextInt(array.size()), value(random, ""));
            }
            return;
        }
        ObjectNode object = (ObjectNode) place;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(5) == 0) {
            object.set(OddValues.text(random), value(random, ""));
        } else if (random.nextInt(4) == 0) {
            object.remove(one(random, names));
        } else {
            String name = one(random, names);
            object.set(name, value(random, name));
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private static JsonNode value(Random random, String name) {
        if (name.equals("parallelism") || name.endsWith("Bound")) {
            return MAPPER.getNodeFactory().textNode(SchemaValues.subtasks(random));
        }
        if (name.toLowerCase().contains("directory")) {
            return MAPPER.getNodeFactory().textNode(SchemaValues.oddDirectory(random));
        }
        return switch (random.nextInt(9)) {
            case 0 -> MAPPER.nullNode();
            case 1 -> MAPPER.createArrayNode();
            case 2 -> MAPPER.createObjectNode();
            case 3 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 4 -> MAPPER.getNodeFactory().numberNode(random.nextBoolean() ? -1L : Long.MAX_VALUE);
            case 5 -> MAPPER.getNodeFactory().numberNode(new java.math.BigDecimal("1e400"));
            case 6 -> MAPPER.getNodeFactory().textNode(OddValues.number(random));
            default -> MAPPER.getNodeFactory().textNode(OddValues.text(random));
        };
    }

    private JsonNode node(
            Random random,
            Contract contract,
            String kind,
            String name,
            JsonNode schema,
            JsonNode example,
            About about) {
        if (example != null && kind.equals("seatunnel") && !isStop(contract, schema)) {
            // A job's configuration has no schema to make a good one from.
            return withOwnIds(random, example.deepCopy());
        }
        JsonNode properties = schema.path("properties");
        if (schema.path("type").asText().equals("array")) {
            ArrayNode array = MAPPER.createArrayNode();
            for (int i = random.nextInt(3); i >= 0; i--) {
                array.add(node(random, contract, kind, name, contract.resolve(schema.path("items")), null, about));
            }
            return name.equals("programArgsList")
                    ? MAPPER.createArrayNode().add("--kind").add("batch")
                    : array;
        }
        if (!properties.isMissingNode()) {
            ObjectNode object = MAPPER.createObjectNode();
            List<String> required = new ArrayList<>();
            schema.path("required").forEach(field -> required.add(field.asText()));
            properties.properties().forEach(property -> {
                JsonNode field = contract.resolve(property.getValue());
                if (required.contains(property.getKey()) || random.nextInt(3) == 0) {
                    boolean nothing = field.path("nullable").asBoolean() && random.nextInt(4) == 0;
                    object.set(
                            property.getKey(),
                            nothing
                                    ? MAPPER.nullNode()
                                    : node(random, contract, kind, property.getKey(), field, null, about));
                }
            });
            return object;
        }
        if (schema.path("type").asText().equals("object") || schema.has("additionalProperties")) {
            ObjectNode object = MAPPER.createObjectNode();
            if (schema.path("additionalProperties").path("type").asText().equals("string")) {
                object.put("pipeline.name", "probe");
            }
            return object;
        }
        if (name.equals("jobId") && kind.equals("flink")) {
            return MAPPER.getNodeFactory().textNode(SchemaValues.hexId(random));
        }
        String text = values.plain(random, kind, name, schema, about);
        return switch (schema.path("type").asText()) {
            case "integer" ->
                text.matches("\\d{1,18}")
                        ? MAPPER.getNodeFactory().numberNode(Long.parseLong(text))
                        : MAPPER.getNodeFactory().textNode(text);
            case "boolean" -> MAPPER.getNodeFactory().booleanNode(text.equals("true"));
            default -> MAPPER.getNodeFactory().textNode(text);
        };
    }

    private static boolean isStop(Contract contract, JsonNode schema) {
        JsonNode item = contract.resolve(schema.has("items") ? schema.get("items") : schema);
        return item.path("properties").has("isStopWithSavePoint");
    }

    /** Ids of the example's would be those of the same job each time. */
    private static JsonNode withOwnIds(Random random, JsonNode node) {
        node.forEach(item -> {
            if (item.path("params") instanceof ObjectNode params && params.has("jobId")) {
                params.put("jobId", Long.toString(random.nextLong() >>> 1));
            }
        });
        return node;
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
