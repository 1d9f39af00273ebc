package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.imports.FileCalls;
import io.jobledger.imports.TimedArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a real archive as if it were a huge one: its documents stay in the file. */
class ArchiveReaderTest {
    private static final String JOB = FlinkCorpus.archivedJobs().get(0);

    private final FileCalls calls = new FileCalls(Duration.ofSeconds(30), Thread::new);

    @TempDir
    Path directory;

    @Test
    void leavesDocumentsInTheFile() throws IOException {
        Map<String, ?> documents = RealArchives.read(JOB).documents();

        // The list of jobs is no document of the job.
        assertThat(read(documents.size() + 1L).documents()).isEqualTo(documents);
    }

    @Test
    void refusesMoreDocumentsThanMemoryHasRoomFor() {
        int documents = RealArchives.read(JOB).documents().size();

        assertThatThrownBy(() -> read(documents))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than " + documents + " documents");
    }

    private ArchivedJob read(long most) throws IOException {
        Path file = Files.writeString(directory.resolve(JOB), RealArchives.text(JOB));
        try (InputStream in = Files.newInputStream(file)) {
            return ArchivedJob.read(
                    JOB,
                    in,
                    ArchiveReader.inFile(new ArchiveBlocks(new TimedArchive(file.getParent(), file, calls)), most),
                    RealArchives.JSON,
                    Long.MAX_VALUE);
        }
    }
}
