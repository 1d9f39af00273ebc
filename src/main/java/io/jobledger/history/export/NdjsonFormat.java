package io.jobledger.history.export;

import io.jobledger.history.record.HistoryModels;
import io.jobledger.http.Json;
import io.jobledger.ledger.JobRun;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes one JSON object per line, as in the pages. */
@Singleton
@Order(1)
final class NdjsonFormat implements ExportFormat {
    private static final MediaType TYPE = MediaType.of("application/x-ndjson");

    private final HistoryModels wording;
    private final Json json;

    NdjsonFormat(HistoryModels wording, Json json) {
        this.wording = wording;
        this.json = json;
    }

    @Override
    public MediaType mediaType() {
        return TYPE;
    }

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public byte[] lines(List<JobRun> jobs) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (JobRun job : jobs) {
            lines.writeBytes(json.write(wording.job(job)));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
