package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.history.HistoryService;
import io.jobledger.testing.ImportCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no archives, or damaged ones. The reason tells of the archive, and quotes nothing of the file. */
class QuarantineReasonsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REAL = FlinkCorpus.archivedJobs().get(0);

    /** Text of a file that nobody may see. */
    private static final String SECRET = "hunter2";

    @TempDir
    Path archives;

    private final Map<String, String> expected = new LinkedHashMap<>();

    @Test
    void sayWhatIsWrongInPlainWords() throws IOException {
        file("", "It is empty");
        file("   ", "It is empty");
        file("PASSWORD=" + SECRET, "It is not JSON at byte \\d+");
        file(SECRET, "It is not JSON at byte \\d+");
        file("<html>" + SECRET + "</html>", "It is not JSON at byte \\d+");
        file("\0\0\0" + SECRET, "It is not JSON.*");
        file("\u001f\u008b\b" + SECRET, "It is not JSON.*");
        file("[\"" + SECRET + "\"]", "It is not a JSON object");
        file("\"" + SECRET + "\"", "It is not a JSON object");
        file("{\"archive\":[", "It is cut off after 12 bytes");
        file("{\"" + SECRET, "It is cut off after \\d+ bytes");
        file("{}", "It has no document of the job .*");
        file("{\"archive\":\"" + SECRET + "\"}", "It has no document of the job .*");
        file("{\"archive\":[\"" + SECRET + "\"]}", "An entry of it is not a JSON object");
        file("{\"archive\":[{\"path\":\"" + SECRET + "\"}]}", "An entry of it has no path or no document");
        file(
                "{\"archive\":[{\"path\":\"/" + SECRET + "\",\"json\":\"{}\"}]}",
                "It has a document that is not of the job .*");
        file(whole(job -> {}) + SECRET, "It is not JSON at byte \\d+");
        file(whole(job -> {}) + whole(job -> {}), "More follows after the end of the archive");
        file(
                whole(job -> {}).replace("\\\"state\\\"", "\\\"state\\\"" + SECRET),
                "A document in it is not JSON at byte \\d+");
        file("[".repeat(100_000), "It is .*");
        file("{\"archive\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", ".*");
        file("{\"archive\":" + "9".repeat(100_000) + "}", ".*");
        file(whole(job -> job.put("state", SECRET)), ".*");
        int odd = expected.size();
        taken(job -> job.put("start-time", SECRET));
        taken(job -> job.put("vertices", SECRET));
        taken(job -> job.put("timestamps", SECRET));
        taken(job -> job.putArray("vertices").add(SECRET));
        taken(job -> ((ObjectNode) job.get("vertices").get(0)).put("parallelism", 99_999_999_999L));
        taken(job -> ((ObjectNode) job.get("vertices").get(0)).put("parallelism", -5));
        taken(job -> ((ObjectNode) job.get("vertices").get(0)).put("id", SECRET.repeat(1000)));
        taken(job -> ((ObjectNode) job.get("vertices").get(0)).putNull("name"));
        taken(job -> ((ArrayNode) job.get("vertices")).add(job.get("vertices").get(0)));
        taken(job -> ((ObjectNode) job.get("timestamps")).put(SECRET.repeat(1000), 5));
        taken(job -> job.put("start-time", Long.MIN_VALUE));
        taken(job -> job.put("end-time", Long.MAX_VALUE));

        Map<String, String> reasons;
        try (HistoryService history = HistoryService.start()) {
            ImportCalls imports = new ImportCalls(history.service());
            long id = imports.begin(archives);
            imports.await(id, "COMPLETED");
            reasons = imports.quarantine(id);
        }

        expected.forEach((file, reason) -> {
            if (Integer.parseInt(file, 16) < odd) {
                assertThat(reasons.get(file)).as(content(file)).matches(reason);
            }
        });
        assertThat(reasons)
                .allSatisfy(
                        (file, reason) -> assertThat(reason)
                                .as(content(file))
                                .isNotBlank()
                                .doesNotContain(SECRET)
                                .doesNotContainPattern(
                                        "(?i)exception|error|java|jackson|token|source:|\\bsql|\\bclass\\b|null|[a-z]\\.[a-z]"));
    }

    /** A file that may also be taken. */
    private void taken(Consumer<ObjectNode> change) throws IOException {
        file(whole(change), ".*");
    }

    private void file(String content, String reason) throws IOException {
        String name = String.format("%032x", expected.size());
        expected.put(name, reason);
        Path file = archives.resolve(name);
        Files.write(file, content.replace(REAL, name).getBytes(StandardCharsets.ISO_8859_1));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }

    private static String whole(Consumer<ObjectNode> change) throws IOException {
        JsonNode archive = JSON.readTree(RealArchives.text(REAL));
        for (JsonNode entry : archive.get("archive")) {
            if (entry.get("path").asText().equals("/jobs/" + REAL)) {
                ObjectNode job = (ObjectNode) JSON.readTree(entry.get("json").asText());
                change.accept(job);
                ((ObjectNode) entry).put("json", JSON.writeValueAsString(job));
            }
        }
        return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(archive);
    }

    private String content(String file) {
        try {
            String content = Files.readString(archives.resolve(file), StandardCharsets.ISO_8859_1);
            return content.substring(0, Math.min(content.length(), 60));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
