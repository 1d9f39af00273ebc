package io.jobledger.history.api;

import static io.jobledger.history.HistoryService.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.history.HistoryService;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Snapshots;
import io.micronaut.json.tree.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters and jobs whose names mean something in an address. */
class OddNamesTest {
    private static HistoryService history;

    @BeforeAll
    static void start() {
        history = HistoryService.start();
    }

    @AfterAll
    static void stop() {
        history.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "a b", "a:b", "a,b", "a+b", "a%2Fb", "a;b=c", "..", "a?b#c", "ä€𝄞", "runs", "{x}", "a&b=c",
                "\"'\\"
            })
    void jobsAreFoundUnderIt(String name) {
        JobKey key = new JobKey("flink", name, "job " + name);
        history.record(Snapshots.sealed(key).name("job of " + name));
        String job = HistoryService.path(key);

        assertThat(history.json(job).get("cluster").getStringValue()).isEqualTo(name);
        JsonNode links = history.json(job).get("links");
        assertThat(history.json(links.get("states").getStringValue())
                        .get("states")
                        .size())
                .isEqualTo(2);
        assertThat(history.json(job + "/runs").get("runs").size()).isEqualTo(1);
        assertThat(history.json("/history/jobs?cluster=" + encoded(name))
                        .get("jobs")
                        .size())
                .isEqualTo(1);
        assertThat(history.json("/history/jobs?cluster=nowhere&cluster=" + encoded(name))
                        .get("jobs")
                        .size())
                .isEqualTo(1);
        assertThat(history.json("/history/jobs?name=" + encoded("job of " + name))
                        .get("jobs")
                        .get(0)
                        .get("name")
                        .getStringValue())
                .isEqualTo("job of " + name);
        String both = encoded("flink/" + encoded(name) + '/' + encoded(key.jobId()));
        assertThat(history.json("/history/compare?left=" + both + "&right=" + both)
                        .get("right")
                        .get("jobId")
                        .getStringValue())
                .isEqualTo(key.jobId());
    }
}
