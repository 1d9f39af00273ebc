package io.jobledger.flink.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.contract.FlinkCorpus.Answer;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits and filters of {@code /exceptions}, against what the real JobManager answered. */
class ExceptionsViewTest {
    private static final Json JSON = new Json(JsonMapper.createDefault());

    @Test
    void answersAsTheJobManagerDid() {
        Map<String, String> whole = new HashMap<>();
        int compared = 0;
        for (Answer answer : FlinkCorpus.answers()) {
            if (!answer.contractPath().endsWith("/exceptions") || answer.status() != 200) {
                continue;
            }
            String job = answer.phase() + answer.contractPath();
            String body = answer.body().orElseThrow();
            if (!answer.path().contains("?")) {
                whole.put(job, body);
                continue;
            }
            boolean limited = answer.path().contains("maxExceptions=1");
            JsonNode view = ExceptionsView.of(
                    read(whole.get(job)), limited ? 1 : ExceptionsView.DEFAULT_LIMIT, limited ? null : "a:b");
            assertThat(FlinkCorpus.parse(text(view))).as(answer.toString()).isEqualTo(FlinkCorpus.parse(body));
            compared++;
        }
        assertThat(compared).as("views compared").isEqualTo(12);
    }

    @Test
    void aLabelMustBeAPair() {
        JsonNode none = read("{\"all-exceptions\":[],\"exceptionHistory\":{\"entries\":[],\"truncated\":false}}");
        assertThatThrownBy(() -> ExceptionsView.of(none, 1, "label"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("failureLabelFilter");
    }

    @Test
    void onlyEntriesWithAllLabelsAreShown() {
        JsonNode history = read("{\"all-exceptions\":[],\"exceptionHistory\":{\"entries\":["
                + "{\"exceptionName\":\"x\",\"failureLabels\":{\"a\":\"b\"}},"
                + "{\"exceptionName\":\"y\",\"failureLabels\":{\"a\":\"b\",\"c\":\"d\"}},"
                + "{\"exceptionName\":\"z\"}],\"truncated\":false}}");
        assertThat(names(ExceptionsView.of(history, 20, null))).isEqualTo("xyz");
        assertThat(names(ExceptionsView.of(history, 20, "a:b"))).isEqualTo("xy");
        assertThat(names(ExceptionsView.of(history, 20, "a:b,c:d"))).isEqualTo("y");
        assertThat(names(ExceptionsView.of(history, 1, "a:b"))).isEqualTo("x");
    }

    private static String names(JsonNode view) {
        StringBuilder names = new StringBuilder();
        for (JsonNode entry : Json.elements(view.get("exceptionHistory"), "entries")) {
            names.append(Json.text(entry, "exceptionName"));
        }
        return names.toString();
    }

    private static JsonNode read(String json) {
        return JSON.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode node) {
        return new String(JSON.write(node), StandardCharsets.UTF_8);
    }
}
