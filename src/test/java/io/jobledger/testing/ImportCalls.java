package io.jobledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** Imports of directories, asked for by HTTP as a client does it. */
public record ImportCalls(TestService service) {
    /** Begins the import of a directory for the service's own cluster. */
    public long begin(Path directory) {
        return begin(directory, null);
    }

    /** Begins the import of a directory for a cluster. */
    public long begin(Path directory, String cluster) {
        Map<String, JsonNode> body = new LinkedHashMap<>();
        body.put("directory", JsonNode.createStringNode(directory.toString()));
        if (cluster != null) {
            body.put("cluster", JsonNode.createStringNode(cluster));
        }
        HttpResponse<String> answer = service.send(
                "POST", "/history/imports", service.bean(Json.class).writeText(JsonNode.createObjectNode(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Json.number(service.json(answer), "id");
    }

    public void resume(long id) {
        assertThat(service.send("POST", "/history/imports/" + id + "/resume", null)
                        .statusCode())
                .isEqualTo(202);
    }

    public void cancel(long id) {
        assertThat(service.send("POST", "/history/imports/" + id + "/cancel", null)
                        .statusCode())
                .isEqualTo(200);
    }

    public JsonNode find(long id) {
        return service.json(service.get("/history/imports/" + id));
    }

    /** Returns an import once it is in this state. */
    public JsonNode await(long id, String state) {
        return Awaitility.await("import " + id + " is " + state)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> find(id), one -> Json.text(one, "state").equals(state));
    }

    /** Returns the numbers of an import: seen, taken, skipped and quarantined. */
    public static String counts(JsonNode one) {
        return Json.number(one, "seen") + " seen, " + Json.number(one, "taken") + " taken, "
                + Json.number(one, "skipped") + " skipped, " + Json.number(one, "quarantined") + " quarantined";
    }

    /** Returns the reasons of the skipped archives of an import, each with its number. */
    public static Map<String, Long> skipped(JsonNode one) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        Json.elements(one, "skippedReasons")
                .forEach(reason -> reasons.put(Json.text(reason, "reason"), Json.number(reason, "files")));
        return reasons;
    }

    /** Returns the reasons of the files in quarantine, by file. */
    public Map<String, String> quarantine(long id) {
        Map<String, String> reasons = new LinkedHashMap<>();
        Json.elements(service.json(service.get("/history/imports/" + id + "/quarantine?limit=1000")), "files")
                .forEach(file -> reasons.put(Json.text(file, "file"), Json.text(file, "reason")));
        return reasons;
    }
}
