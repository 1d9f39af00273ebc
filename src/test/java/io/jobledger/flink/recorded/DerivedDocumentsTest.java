package io.jobledger.flink.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.flink.archive.RealArchives;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.contract.FlinkCorpus.Answer;
import io.jobledger.ledger.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is worked out from real archives is what the real JobManager answered about the same jobs. */
class DerivedDocumentsTest {
    /** When the jobs with archives had ended. */
    private static final Set<String> AFTER_THE_END =
            Set.of("batch-finished", "stream-stopped", "stream-cancelled", "failed", "final");

    @Test
    void equalsTheJobManagersAnswers() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (String job : FlinkCorpus.archivedJobs()) {
            Map<String, Document> derived =
                    DerivedDocuments.missing(RealArchives.read(job).documents(), RealArchives.JSON);
            for (Answer answer : FlinkCorpus.answers()) {
                String path = answer.contractPath();
                String root = "/jobs/" + job;
                if (!answer.method().equals("GET")
                        || !path.startsWith(root)
                        || answer.path().contains("?")
                        || answer.status() != 200
                        || answer.body().isEmpty()
                        || !AFTER_THE_END.contains(answer.phase())) {
                    continue;
                }
                Document document = derived.get(path.substring(root.length()));
                if (document == null) {
                    continue;
                }
                JsonNode expected = comparable(answer.body().get());
                JsonNode actual = comparable(new String(document.body(), StandardCharsets.UTF_8));
                if (!expected.equals(actual)) {
                    wrong.add(answer.path() + "\n  expected " + expected + "\n  but was  " + actual);
                }
                compared++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).as("derived documents compared").isEqualTo(55);
    }

    /** Every document of the families is there, of every archived job. */
    @Test
    void nothingIsLeftOut() {
        int documents = 0;
        for (String job : FlinkCorpus.archivedJobs()) {
            Map<String, Document> archived = RealArchives.read(job).documents();
            Map<String, Document> derived = DerivedDocuments.missing(archived, RealArchives.JSON);
            List<String> families = DerivedDocuments.families(
                    RealArchives.JSON.read(archived.get("").body()));
            assertThat(derived).as(job).containsOnlyKeys(families);
            documents += families.size();
        }
        assertThat(documents).isEqualTo(164);
    }

    @Test
    void whatIsKnownIsNotDerived() {
        String job = FlinkCorpus.archivedJobs().get(0);
        Map<String, Document> known = new HashMap<>(RealArchives.read(job).documents());
        known.putAll(DerivedDocuments.missing(known, RealArchives.JSON));
        assertThat(DerivedDocuments.missing(known, RealArchives.JSON)).isEmpty();
    }

    /** Without the moment of the answer, and the throwable that only the JobManager can serialise. */
    private static JsonNode comparable(String json) {
        ObjectNode document = (ObjectNode) FlinkCorpus.parse(json);
        document.remove("now");
        if (document.at("/job-execution-result/failure-cause") instanceof ObjectNode cause) {
            cause.remove("serialized-throwable");
        }
        return document;
    }
}
