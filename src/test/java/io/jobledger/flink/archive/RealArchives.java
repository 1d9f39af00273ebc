package io.jobledger.flink.archive;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.http.Json;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** The archives of the corpus, read as the recorder reads them. */
public final class RealArchives {
    public static final Json JSON = new Json(JsonMapper.createDefault());

    private RealArchives() {}

    /** As the file has it. */
    public static String text(String jobId) {
        return "{\"archive\":" + FlinkCorpus.archive(jobId) + "}";
    }

    public static ArchivedJob read(String jobId) {
        return ArchivedJob.parse(jobId, text(jobId).getBytes(StandardCharsets.UTF_8), JSON);
    }
}
