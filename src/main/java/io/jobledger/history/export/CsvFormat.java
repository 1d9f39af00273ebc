package io.jobledger.history.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.jobledger.history.contract.model.Job;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.ledger.JobRun;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes jobs as RFC 4180; unknown values are empty. */
@Singleton
@Order(2)
final class CsvFormat implements ExportFormat {
    private static final MediaType TYPE = MediaType.of("text/csv; charset=UTF-8; header=present");

    /** Texts that spreadsheets would calculate as a formula. A number is none. */
    private static final Pattern FORMULA = Pattern.compile("(?!-[0-9]+$)[=+\\-@\t\r].*", Pattern.DOTALL);

    private final HistoryModels wording;

    CsvFormat(HistoryModels wording) {
        this.wording = wording;
    }

    @Override
    public MediaType mediaType() {
        return TYPE;
    }

    @Override
    public byte[] head() {
        return written(csv -> csv.writeRecord(
                "engine",
                "cluster",
                "jobId",
                "run",
                "newest",
                "name",
                "state",
                "closure",
                "startTime",
                "endTime",
                "duration",
                "observedAt"));
    }

    @Override
    public byte[] lines(List<JobRun> jobs) {
        return written(csv -> jobs.forEach(run -> write(csv, wording.job(run))));
    }

    private static void write(CsvWriter csv, Job job) {
        csv.writeRecord(
                text(job.getEngine()),
                text(job.getCluster()),
                text(job.getJobId()),
                value(job.getRun()),
                value(job.getNewest()),
                text(job.getName()),
                text(job.getState()),
                value(job.getClosure()),
                value(job.getStartTime()),
                value(job.getEndTime()),
                value(job.getDuration()),
                value(job.getObservedAt()));
    }

    private static byte[] written(Consumer<CsvWriter> records) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            records.accept(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts an apostrophe before a formula, because the submitter names a job and other users open the file. */
    private static String text(String text) {
        return FORMULA.matcher(text).matches() ? '\'' + text : text;
    }

    private static String value(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
