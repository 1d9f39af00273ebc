package io.jobledger.flink.recorder;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.http.Json;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** The archives of the corpus, read as the recorder reads them. */
final class RealArchives {
    static final Json JSON = new Json(JsonMapper.createDefault());

    private RealArchives() {}

    static ArchivedJob read(String jobId) {
        byte[] file = ("{\"archive\":" + FlinkCorpus.archive(jobId) + "}").getBytes(StandardCharsets.UTF_8);
        return ArchivedJob.parse(jobId, file, JSON);
    }
}
