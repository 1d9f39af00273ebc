package io.jobledger.seatunnel.contract;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers that a real SeaTunnel 2.3.8 gave, as test resources. Bodies of calls that are not in the contract are not
 * kept, so an answer may have none.
 */
public final class SeaTunnelCorpus {

    private static final String ROOT = "/corpus/seatunnel-2.3.8/";
    private static final JsonMapper JSON = JsonMapper.createDefault();

    private SeaTunnelCorpus() {}

    /** One call. Its status is 0 where the engine closed the connection without an answer. */
    public record Answer(
            String name, String method, String path, int status, Optional<String> contentType, Optional<String> body) {

        /** The path as the contract has it: without query and trailing slash. */
        public String contractPath() {
            String bare = path.replaceFirst("\\?.*", "");
            return bare.length() > 1 ? bare.replaceFirst("/$", "") : bare;
        }

        public boolean isJson() {
            return contentType.filter("application/json"::equals).isPresent();
        }

        @Override
        public String toString() {
            return name + ": " + method + " " + path + " -> " + status;
        }
    }

    public static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        parse(text(ROOT + "manifest.json"))
                .values()
                .forEach(call -> answers.add(new Answer(
                        field(call, "name").orElseThrow(),
                        field(call, "method").orElseThrow(),
                        field(call, "path").orElseThrow(),
                        status(field(call, "status").orElseThrow()),
                        field(call, "contentType"),
                        field(call, "body_file").flatMap(file -> resource(ROOT + file)))));
        return answers;
    }

    /** The answer of one call; {@code name} is what the corpus calls it. */
    public static Answer answer(String name) {
        return answers().stream()
                .filter(answer -> answer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static String text(String resource) {
        return resource(resource).orElseThrow(() -> new IllegalArgumentException("No resource " + resource));
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readValue(json, JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(String line) {
        return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    private static Optional<String> field(JsonNode call, String name) {
        return Optional.ofNullable(call.get(name)).map(JsonNode::getStringValue);
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = SeaTunnelCorpus.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
