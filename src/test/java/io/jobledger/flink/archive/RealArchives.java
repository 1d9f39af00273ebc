package io.jobledger.flink.archive;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.http.Json;
import io.micronaut.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        return read(jobId, text(jobId));
    }

    static ArchivedJob read(String jobId, String file) {
        try {
            ArchivedJob job = ArchivedJob.read(
                    jobId,
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                    ArchiveReader::inMemory,
                    JSON,
                    Long.MAX_VALUE);
            job.check();
            return job;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
