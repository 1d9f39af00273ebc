package io.jobledger.flink.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.http.Json;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Takes the fields that 2.x dropped out of an answer of 1.20.5, and expects them back. */
class DroppedFieldsTest {
    private static final List<String> DROPPED = List.of("root-exception", "timestamp", "all-exceptions", "truncated");

    @Test
    void exceptionsOfAFailedJobAreDerivedFromItsHistory() {
        JsonNode recorded = FlinkCorpus.json("/corpus/flink-1.20.5/0763-failed-GET-_jobs_jobid_exceptions.json");
        assertThat(recorded.at("/all-exceptions/0/task").asText()).isEqualTo("split (1/2)");
        ObjectNode left = recorded.deepCopy();
        left.remove(DROPPED);

        byte[] filled = new DroppedFields(new Json(JsonMapper.createDefault()))
                .fill("/jobs/0123/exceptions", left.toString().getBytes(StandardCharsets.UTF_8));

        // The history has its own time of the failure: here, 19 ms after the job's.
        ObjectNode expected = recorded.deepCopy();
        expected.set("timestamp", recorded.at("/exceptionHistory/entries/0/timestamp"));
        assertThat(FlinkCorpus.parse(new String(filled, StandardCharsets.UTF_8)))
                .isEqualTo(expected);
    }
}
