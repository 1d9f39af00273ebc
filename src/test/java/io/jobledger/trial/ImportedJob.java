package io.jobledger.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job that is known by its archive alone. */
final class ImportedJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] ERRORS = "{\"errors\":".getBytes(StandardCharsets.UTF_8);

    private final String jobId;

    ImportedJob(String jobId) {
        this.jobId = jobId;
    }

    /** What is wrong with what is recorded; empty if it is there once, and says all that the archive says. */
    List<String> faults(Ledger ledger) {
        List<JobRun> runs = ledger.runs(new JobKey("flink", "local", jobId));
        if (runs.size() != 1) {
            return List.of("is there " + runs.size() + " times");
        }
        JobRun run = runs.get(0);
        List<String> faults = new ArrayList<>();
        Map<String, Document> recorded = new HashMap<>();
        ledger.documents(run.id()).forEach(document -> recorded.put(document.path(), document));
        Map<String, JsonNode> archived = new HashMap<>();
        for (Document document : Archives.documents(jobId)) {
            archived.put(document.path(), parse(document.body()));
            Document is = recorded.get(document.path());
            // What an archive tells of an error is told in other words.
            boolean error = Arrays.mismatch(document.body(), ERRORS) == ERRORS.length;
            if (is == null || !error && !document.equals(is)) {
                faults.add("document " + document.path() + (is == null ? " is missing" : " differs"));
            }
        }
        JsonNode job = archived.get("");
        expect(faults, "closure", Closure.SEALED, run.closure());
        expect(faults, "name", job.path("name").asText(), run.name());
        expect(faults, "state", job.path("state").asText(), run.state());
        expect(faults, "start", job.path("start-time").asLong(), run.startTime());
        expect(faults, "end", job.path("end-time").asLong(), run.endTime());
        expect(
                faults,
                "vertices",
                job.path("vertices").size(),
                ledger.vertices(run.id()).size());
        long entered = 0;
        for (JsonNode time : job.path("timestamps")) {
            entered += time.asLong() > 0 ? 1 : 0;
        }
        expect(faults, "states", entered, (long) ledger.states(run.id()).size());
        long checkpoints = archived.get("/checkpoints").path("history").size();
        if (ledger.checkpoints(run.id()).size() < checkpoints) {
            faults.add("of " + checkpoints + " checkpoints there are "
                    + ledger.checkpoints(run.id()).size());
        }
        long exceptions = archived.get("/exceptions")
                .path("exceptionHistory")
                .path("entries")
                .size();
        if (ledger.exceptions(run.id()).size() < exceptions) {
            faults.add("of " + exceptions + " exceptions there are "
                    + ledger.exceptions(run.id()).size());
        }
        return faults;
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void expect(List<String> faults, String what, Object archived, Object recorded) {
        if (!archived.equals(recorded)) {
            faults.add(what + " is " + recorded + " and not " + archived);
        }
    }
}
