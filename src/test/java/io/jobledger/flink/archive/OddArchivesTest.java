package io.jobledger.flink.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.http.Json;
import io.jobledger.imports.Imports;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.imports.Import;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of old versions, with unusual values, and huge ones, imported by a service without an engine. */
class OddArchivesTest {
    private static final Json JSON = RealArchives.JSON;

    /** Bytes. The large archive has more; the others have less. */
    private static final int LIMIT = 23_000_000;

    private static final int MILLION = 1_000_000;

    @TempDir
    static Path dataDir;

    @TempDir
    static Path archives;

    private static TestService service;
    private static int jobs;

    @BeforeAll
    static void start() {
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.archive-limit",
                        LIMIT,
                        "jobledger.flink.mode",
                        "off",
                        "jobledger.seatunnel.mode",
                        "off",
                        "jobledger.seatunnel.port",
                        -1));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void ofTheFirstVersions() throws IOException {
        Archive archive = new Archive();
        Map<String, JsonNode> tasks = new LinkedHashMap<>();
        List.of("total", "pending", "running", "finished", "canceling", "canceled", "failed")
                .forEach(state -> tasks.put(state, JsonNode.createNumberNode(state.equals("pending") ? 3 : 0)));
        JsonNode entry = Json.with(archive.overview(), Map.of("tasks", JsonNode.createObjectNode(tasks)));
        archive.entries.remove("/jobs/overview");
        archive.entries.put("/joboverview", "{\"running\":[],\"finished\":[" + JSON.writeText(entry) + "]}");
        archive.put(
                "/exceptions",
                "{\"root-exception\":\"a.B: old\\n\\tat a.B.c(B.java:1)\",\"all-exceptions\":[{\"exception\":"
                        + "\"a.B: old\\n\\tat a.B.c(B.java:1)\",\"task\":\"Map (1/2)\",\"location\":\"host:1\"}],"
                        + "\"truncated\":false}");

        JobRun run = archive.imported();

        assertThat(Json.text(listed(archive.job), "name")).isEqualTo(run.name());
        JsonNode counts = listedTasks(archive.job);
        assertThat(Json.number(counts, "scheduled")).isEqualTo(3);
        assertThat(Json.number(counts, "initializing")).isZero();
        assertThat(counts.get("pending")).isNull();
        assertThat(ledger().exceptions(run.id()))
                .containsExactly(new JobException(
                        run.endTime(), "a.B", "a.B: old\n\tat a.B.c(B.java:1)", "Map (1/2)", "host:1", null));
    }

    @Test
    void ofASuspendedJobWithoutItsEnd() throws IOException {
        Archive archive = new Archive();
        long end = Json.number(archive.root(), "start-time") + 1234;
        archive.root(Map.of(
                "state", JsonNode.createStringNode("SUSPENDED"),
                "end-time", JsonNode.createNumberNode(-1),
                "duration", JsonNode.createNumberNode(-1),
                "timestamps",
                        Json.with(
                                archive.root().get("timestamps"),
                                Map.of("SUSPENDED", JsonNode.createNumberNode(end)))));

        JobRun run = archive.imported();

        assertThat(run.state()).isEqualTo("SUSPENDED");
        assertThat(run.endTime()).isEqualTo(end);
        assertThat(service.get("/jobs/" + archive.job + "/execution-result").body())
                .contains("\"UNKNOWN\"");
    }

    @Test
    void withTimesThatWereNeverSet() throws IOException {
        Archive archive = new Archive();
        Long start = Json.number(archive.root(), "start-time");
        Long end = Json.number(archive.root(), "end-time");
        JsonNode zero = JsonNode.createNumberNode(0);
        archive.root(Map.of("start-time", zero, "end-time", zero, "duration", zero));

        JobRun run = archive.imported();

        assertThat(run.startTime()).isEqualTo(start);
        assertThat(run.endTime()).isEqualTo(end);
    }

    @Test
    void withAttemptsOfNoSubtaskAndBesideOthers() throws IOException {
        Archive archive = new Archive();
        String vertex = Json.text(archive.root().get("vertices").get(0), "id");
        String subtasks = "/vertices/" + vertex + "/subtasks/";
        JsonNode first = JSON.read(archive.entries.get(archive.path(subtasks + "0/attempts/0")));
        JsonNode beside = Json.with(first, Map.of("attempt", JsonNode.createNumberNode(7)));
        JsonNode ofNone = Json.with(
                first, Map.of("subtask", JsonNode.createNumberNode(-1), "attempt", JsonNode.createNumberNode(12)));
        archive.put(
                subtasks + "0/attempts/0",
                JSON.writeText(Json.with(
                        first, Map.of("other-concurrent-attempts", JsonNode.createArrayNode(List.of(beside))))));
        archive.put(subtasks + "-1/attempts/12", JSON.writeText(ofNone));

        JobRun run = archive.imported();

        assertThat(ledger().attempts(run.id()))
                .filteredOn(attempt -> attempt.vertexId().equals(vertex))
                .extracting(Attempt::subtask, Attempt::attempt)
                .contains(tuple(0, 0), tuple(0, 7))
                .doesNotContain(tuple(-1, 12));
        assertThat(ledger().document(run.id(), subtasks + "-1/attempts/12")).isPresent();
    }

    @Test
    void withTheEntryInTheListAlone() throws IOException {
        Archive archive = new Archive();
        JsonNode entry = archive.overview();
        archive.entries.keySet().removeIf(path -> !path.equals("/jobs/overview"));

        JobRun run = archive.imported();

        assertThat(run.name()).isEqualTo(Json.text(entry, "name"));
        assertThat(run.state()).isEqualTo(Json.text(entry, "state"));
        assertThat(run.endTime()).isEqualTo(Json.number(entry, "end-time"));
        assertThat(listed(archive.job)).isEqualTo(entry);
    }

    @Test
    void withoutTheEntryInTheList() throws IOException {
        Archive archive = new Archive();
        JsonNode entry = archive.overview();
        archive.entries.remove("/jobs/overview");

        archive.imported();

        assertThat(Json.fields(listed(archive.job))).containsExactlyInAnyOrderEntriesOf(Json.fields(entry));
    }

    /** Beyond the limits that Jackson has by default. */
    @Test
    void deepLongAndNoNumber() throws IOException {
        Archive archive = new Archive();
        archive.put("/config", "[".repeat(100_000) + "]".repeat(100_000));
        archive.put("/accumulators", "{\"user-task-accumulators\":[{\"value\":" + "1".repeat(5_000) + "}]}");
        archive.put("/plan", "{\"name\":NaN}");
        String root = archive.entries.get(archive.path(""));
        archive.put("", "{\"deep\":" + "[".repeat(1_500) + "]".repeat(1_500) + "," + root.substring(1));

        JobRun run = archive.imported();

        for (String path : List.of("/config", "/accumulators", "/plan")) {
            assertThat(ledger().document(run.id(), path).map(Document::body).map(String::new))
                    .contains(archive.entries.get(archive.path(path)));
        }
        assertThat(ledger().vertices(run.id()))
                .hasSameSizeAs(archive.root().get("vertices").values());
    }

    /** More than the service takes into memory, with a string that is longer than Jackson's limit. */
    @Test
    void hugeOnesAreReadWhereTheyLie() throws IOException {
        Archive archive = new Archive("FAILED");
        String message = "\u00fc\u4eba\\\"\\n\ud83d\ude00 " + "x".repeat(21 * MILLION);
        archive.put(
                "/exceptions",
                "{\"root-exception\":null,\"timestamp\":null,\"all-exceptions\":[],\"exceptionHistory\":{\"entries\":"
                        + "[{\"stacktrace\":\"a.Root: " + message + "\",\"timestamp\":5}],\"truncated\":false}}");
        // Together they are over the limit, and this is the larger one.
        archive.put("/config", "\"" + "x".repeat(LIMIT) + "\"");

        JobRun run = archive.imported();

        assertThat(run.state()).isEqualTo("FAILED");
        assertThat(ledger().exceptions(run.id())).singleElement().satisfies(exception -> {
            assertThat(exception.text())
                    .startsWith("a.Root: \u00fc\u4eba\"\n\ud83d\ude00 ")
                    .hasSize(262_144);
        });
        String told = RealArchives.JSON
                .read(service.get("/history/jobs/flink/" + run.key().cluster() + "/" + archive.job + "/exceptions")
                        .body()
                        .getBytes(UTF_8))
                .get("exceptions")
                .get(0)
                .get("text")
                .getStringValue();
        assertThat(told)
                .startsWith("a.Root: ")
                .endsWith("x\n[jobledger keeps the first 262,144 characters of a stack trace]");
        assertThat(service.get("/jobs/" + archive.job + "/config").statusCode()).isEqualTo(404);
        assertThat(service.get("/jobs/" + archive.job + "/config").body())
                .contains("jobledger.flink.archive-limit", Integer.toString(LIMIT + 2));
        assertThat(service.get("/jobs/" + archive.job + "/vertices/" + vertexOf(archive))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void hugeDocumentsAreGivenBackAsTheyWere() throws IOException {
        Archive archive = new Archive("FAILED");
        String config = "{\"text\":\"" + "\u00fc\u4eba\\\"\\n\ud83d\ude00 /".repeat(MILLION / 2) + "\"}";
        archive.put("/config", config);
        String noise = new Random(1)
                .ints(12 * MILLION, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        archive.put("/accumulators", "{\"serialized-user-task-accumulators\":{\"a\":\"" + noise + "\"}}");

        JobRun run = archive.imported();

        assertThat(service.get("/jobs/" + archive.job + "/config").body()).isEqualTo(config);
        assertThat(service.get("/jobs/" + archive.job + "/accumulators?includeSerializedValue=true")
                        .body())
                .isEqualTo(archive.entries.get(archive.path("/accumulators")));
        StringWriter text = new StringWriter();
        archive.write(text);
        Map<String, Document> expected =
                RealArchives.read(archive.job, text.toString()).documents();
        assertThat(ledger().documents(run.id()))
                .hasSameSizeAs(expected.keySet())
                .allSatisfy(document -> assertThat(document).isEqualTo(expected.get(document.path())));
    }

    private static String vertexOf(Archive archive) {
        return Json.text(archive.root().get("vertices").get(0), "id");
    }

    private static Ledger ledger() {
        return service.bean(Ledger.class);
    }

    private static JsonNode listed(String job) {
        for (JsonNode entry : Json.elements(service.json(service.get("/jobs/overview")), "jobs")) {
            if (job.equals(Json.text(entry, "jid"))) {
                return entry;
            }
        }
        throw new AssertionError(job + " is not listed");
    }

    private static JsonNode listedTasks(String job) {
        return listed(job).get("tasks");
    }

    /** A real archive under another id, to be changed. */
    private static final class Archive {
        final String job = String.format("%032x", 0xdef_0000_0000L + jobs++);
        final Map<String, String> entries = new LinkedHashMap<>();

        Archive() {
            this("FINISHED");
        }

        Archive(String state) {
            for (String real : FlinkCorpus.archivedJobs()) {
                entries.clear();
                String text = RealArchives.text(real).replace(real, job);
                for (JsonNode entry : Json.elements(JSON.read(text), "archive")) {
                    entries.put(Json.text(entry, "path"), Json.text(entry, "json"));
                }
                if (state.equals(Json.text(root(), "state"))) {
                    return;
                }
            }
        }

        String path(String below) {
            return "/jobs/" + job + below;
        }

        void put(String below, String document) {
            entries.put(path(below), document);
        }

        JsonNode root() {
            return JSON.read(entries.get(path("")));
        }

        void root(Map<String, JsonNode> changes) {
            put("", JSON.writeText(Json.with(root(), changes)));
        }

        JsonNode overview() {
            return JSON.read(entries.get("/jobs/overview")).get("jobs").get(0);
        }

        void write(Writer file) throws IOException {
            file.write("{\"archive\":[");
            String comma = "";
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                file.write(comma + "{\"json\":");
                file.write(JSON.writeText(JsonNode.createStringNode(entry.getValue())));
                file.write(", \"other\":[{\"a\":[1.5e3,null]},\"]\"],\"path\":\"" + entry.getKey() + "\"}");
                comma = ",";
            }
            file.write("]}\n");
        }

        /** Imports it from a directory of its own. */
        JobRun imported() throws IOException {
            Path directory = Files.createDirectory(archives.resolve(job + "-only"));
            try (Writer file = Files.newBufferedWriter(directory.resolve(job))) {
                write(file);
            }
            Imports imports = service.bean(Imports.class);
            Import begun = imports.start("flink", null, directory);
            Import ended = Awaitility.await("the import ends")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> imports.find(begun.id()).orElseThrow(), found -> !found.isRunning());
            assertThat(ended.progress().taken()).as("%s", ended).isEqualTo(1);
            JobRun run = ledger().newestRun(new JobKey("flink", ended.cluster(), job))
                    .orElseThrow();
            assertThat(run.closure()).isEqualTo(Closure.SEALED);
            return run;
        }
    }
}
