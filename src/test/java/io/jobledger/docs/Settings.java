package io.jobledger.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that the service has, with their defaults.
 *
 * <p>They come from three places: the metadata that the compiler writes of the configuration classes, string constants in
 * the code (of {@code @Property} and the like), and {@code application.yml}.
 */
final class Settings {
    /** A whole string constant that looks like a setting of ours. */
    private static final Pattern CONSTANT = Pattern.compile("\"(jobledger(?:\\.[a-z][a-z0-9-]*)+)\"");

    /** Lines with constants that only look like one: prefixes of settings, names of metrics, names of files. */
    private static final Pattern NO_SETTING =
            Pattern.compile("@(Configuration|Each)Propert(y|ies)\\(|\\b[bB]uilder\\(\"|resolve\\(\"");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.*?) \\| .+ \\|$");

    /** By name; the default is empty if there is none that is written down. */
    private final Map<String, String> defaults = new TreeMap<>();

    static Settings ofTheService() throws IOException {
        Settings settings = new Settings();
        settings.addConstants(Path.of("src/main/java"));
        settings.addMetadata(Path.of("target/classes/META-INF/spring-configuration-metadata.json"));
        settings.addYaml(Files.readString(Path.of("src/main/resources/application.yml")));
        return settings;
    }

    void addMetadata(Path json) throws IOException {
        for (JsonNode property :
                new ObjectMapper().readTree(Files.readString(json)).path("properties")) {
            defaults.put(
                    property.path("name").asText(),
                    property.path("defaultValue").asText());
        }
    }

    void addConstants(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(Settings::lines)
                    .filter(line -> !NO_SETTING.matcher(line).find())
                    .flatMap(line -> CONSTANT.matcher(line).results())
                    .forEach(constant -> defaults.putIfAbsent(constant.group(1), ""));
        }
    }

    void addYaml(String yaml) throws IOException {
        addYaml("", new YAMLMapper().readTree(yaml));
    }

    private void addYaml(String name, JsonNode node) {
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(field ->
                            addYaml(name.isEmpty() ? field.getKey() : name + '.' + field.getKey(), field.getValue()));
        } else {
            // One that is made of another setting is none to be repeated.
            defaults.put(name, node.asText().contains("${") ? "" : node.asText());
        }
    }

    /** The rows of a page that say something false, and the settings that it lacks. */
    List<String> mistakesIn(String page) {
        Map<String, String> rows = new TreeMap<>();
        List<String> mistakes = new ArrayList<>();
        for (MatchResult row : ROW.matcher(page).results().toList()) {
            if (rows.put(row.group(1), row.group(2)) != null) {
                mistakes.add(row.group(1) + " has two rows");
            }
        }
        rows.forEach((name, said) -> {
            String real = defaults.get(name);
            if (real == null) {
                mistakes.add(name + " is no setting");
            } else if (!real.isEmpty() && !said.startsWith('`' + real + '`')) {
                mistakes.add(name + " is " + real + " by default, not " + said);
            }
        });
        defaults.keySet().stream()
                .filter(name -> name.startsWith("jobledger.") && !rows.containsKey(name))
                .forEach(name -> mistakes.add(name + " has no row"));
        return mistakes;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
