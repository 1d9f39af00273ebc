package io.jobledger.connect.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.connect.ConnectService;
import io.jobledger.connect.ConnectService.Door;
import io.jobledger.connect.contract.ConnectCorpus;
import io.jobledger.connect.contract.ConnectCorpus.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The embedded worker answers through the service as the two real runtimes did, in the order of the recordings. */
@ResourceLock("connect")
class RecordedAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DOCUMENT = Pattern.compile("^([^{\\[]*)([{\\[].*)$");

    /** What differs on purpose, and why. */
    private static final Map<String, String> DIFFERENT = Map.ofEntries(
            Map.entry("empty-getClusterInfo", "An id: our worker is named as that of 2024."),
            Map.entry("running-getClusterInfo", "As above."),
            Map.entry("create-badjson", "2019 answers the same words with HTTP 500."),
            Map.entry("create-doc-example", "The converter has a default, so that the document's example works."),
            Map.entry("after-getConfigInfo", "stopAll stops all connectors; 2019 leaves some."),
            Map.entry("after-getAllocatedInfo", "As above."),
            Map.entry("unknown-path", "A path of no contract has the service's words."),
            Map.entry("case", "As above."),
            Map.entry("notfound", "As above."),
            Map.entry("unknown-getConfigInfo", "As above."),
            Map.entry("unknown-getAllocatedInfo", "As above."),
            Map.entry("create-badclass", "Where a class was looked for: the built-in ones are in no jar."),
            Map.entry("running-alloc-tasks", "Tasks are in the order in which their connectors were created."),
            Map.entry("stopped-config", "The ledger keeps the config."),
            Map.entry("after-tasks", "As above, with the tasks."));

    /**
     * Keys of configs that only one side has: a time, the only converter of 2019, and what a current worker gives each
     * task.
     */
    private static final Set<String> OWN_KEYS = Set.of(
            "update-timestamp",
            "source-record-converter",
            "task.id",
            "ordering.msg.enable",
            "key.converter",
            "value.converter");

    private final ConnectService service = ConnectService.shared();

    @TempDir
    private Path home;

    @Test
    void theTextIsThatOf2019() throws Exception {
        service.clear();
        replay(ConnectCorpus.TEXT, Door.TEXT);
    }

    @Test
    void theJsonIsThatOf2024() throws Exception {
        service.clear();
        replay(ConnectCorpus.JSON, Door.JSON);
    }

    private void replay(ConnectCorpus corpus, Door door) throws Exception {
        // The worker also remembers the tasks that other tests have stopped.
        Set<String> ignored = corpus == ConnectCorpus.TEXT ? OWN_KEYS : Set.of("stoppedTasks");
        for (Answer recorded : corpus.answers()) {
            if (recorded.label().equals("create-empty") && corpus == ConnectCorpus.TEXT) {
                // As the converter has a default, the class is the first key that lacks.
                assertThat(send(recorded, door).body()).isEqualTo("Request config key: connector-class");
            } else if (DIFFERENT.containsKey(recorded.label())) {
                if (!recorded.label().equals("create-doc-example")) {
                    send(recorded, door);
                }
            } else if (recorded.target().matches(".*(\\?config=|/stop|/stopAll|/pause|/resume|/all$).*")
                    || recorded.method().equals("POST")) {
                compare(recorded, send(recorded, door), ignored);
            } else {
                // The recording waited until the tasks were in their states.
                await().untilAsserted(() -> compare(recorded, send(recorded, door), ignored));
            }
        }
    }

    private HttpResponse<String> send(Answer recorded, Door door) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url(door) + here(recorded.target())));
        return service.service()
                .send(
                        recorded.method().equals("POST")
                                ? request.header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(here(recorded.requestBody())))
                                : request);
    }

    private void compare(Answer recorded, HttpResponse<String> answer, Set<String> ignored) throws Exception {
        boolean error = recorded.body().startsWith("{\"errorCode\"");
        assertThat(answer.statusCode() / 100).as("%s", recorded).isEqualTo(error ? 4 : recorded.status() / 100);
        assertThat(normal(answer.body(), ignored)).as("%s", recorded).isEqualTo(normal(here(recorded.body()), ignored));
    }

    private String here(String text) {
        return text.replace("/opt/connect", home.toString());
    }

    /** Brings connectors, and the keys of objects, into one order. */
    private static List<String> normal(String text, Set<String> ignored) throws Exception {
        List<String> sections = List.of(text.replace("\nConfigs:", " Configs:").split("(?<=\n)(?=working tasks:)"));
        return sections.stream()
                .flatMap(section ->
                        section.lines().map(line -> document(line, ignored)).sorted())
                .toList();
    }

    private static String document(String line, Set<String> ignored) {
        Matcher document = DOCUMENT.matcher(line);
        try {
            return document.matches() ? document.group(1) + sorted(JSON.readTree(document.group(2)), ignored) : line;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return line;
        }
    }

    private static String sorted(JsonNode node, Set<String> ignored) {
        if (node instanceof ObjectNode object) {
            return object.properties().stream()
                    .filter(field -> !ignored.contains(field.getKey()))
                    .map(field -> field.getKey() + ":" + sorted(field.getValue(), ignored))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            StringBuilder all = new StringBuilder("[");
            node.forEach(each -> all.append(sorted(each, ignored)).append(','));
            return all.append(']').toString();
        }
        return node.toString();
    }
}
