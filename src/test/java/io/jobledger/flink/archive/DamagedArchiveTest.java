package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Archives that are JSON, with an entry that is not what it was: taken, they would answer with less, or with rubbish. */
class DamagedArchiveTest {
    private static final String JOB = "748d05625f3fff7744595adeac301b04";
    private static final String ROOT = entry(
            "/jobs/" + JOB,
            "{\\\"jid\\\":\\\"" + JOB
                    + "\\\",\\\"name\\\":\\\"a\\\",\\\"state\\\":\\\"FINISHED\\\",\\\"start-time\\\":1}");

    @Test
    void everyEntryIsOfTheJobAndWhole() {
        assertThat(read(entry("/jobs/overview", "{}"), entry("/jobs/" + JOB + "/plan", "{}"))
                        .documents())
                .containsOnlyKeys("", "/plan");
        refused(
                "It has a document that is not of the job " + JOB,
                entry("/jobs/848d05625f3fff7744595adeac301b04/plan", "{}"));
        refused("It has a document that is not of the job " + JOB, entry("/jobs/overvieW", "{}"));
        refused("has no path", entry("/jobs/" + JOB + "/plan", "{}").replace("path", "tath"));
        refused("no document", entry("/jobs/" + JOB + "/plan", "{}").replace("json", "jsoN"));
        refused("The document /plan is cut off after 6 bytes", entry("/jobs/" + JOB + "/plan", "{\\\"a\\\":1"));
        refused("The document /plan is not JSON at byte 1", entry("/jobs/" + JOB + "/plan", "{a}"));
        refused("The document /plan is empty", entry("/jobs/" + JOB + "/plan", ""));
    }

    private static void refused(String reason, String entry) {
        assertThatThrownBy(() -> read(entry)).hasMessageContaining(reason);
    }

    private static String entry(String path, String escapedJson) {
        return "{\"path\":\"" + path + "\",\"json\":\"" + escapedJson + "\"}";
    }

    private static ArchivedJob read(String... entries) {
        String file = "{\"archive\":[" + ROOT + ',' + String.join(",", entries) + "]}";
        return RealArchives.read(JOB, file);
    }
}
