package io.jobledger.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A huge archive is opened again and again until it is recorded: it has to be the same file all the time. */
class TimedArchiveTest {
    private static final String TEXT = "0123456789".repeat(100_000);

    private final Workers workers = new Workers(1, Duration.ofSeconds(30), Thread::new);
    private final ImportStop stop = new ImportStop(null, new Backlog());

    @TempDir
    Path directory;

    private Path file;
    private ArchiveInput archive;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("archive"), TEXT);
        archive = new TimedArchive(directory, file, workers, stop);
    }

    @AfterEach
    void stop() {
        workers.stop();
    }

    @Test
    void isReadFromAnywhere() throws IOException {
        assertThat(archive.size()).isEqualTo(TEXT.length());
        for (int offset : new int[] {0, 7, ArchiveInput.PART, TEXT.length() - 1, TEXT.length()}) {
            try (InputStream in = archive.open(offset)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo(TEXT.substring(offset));
            }
        }
    }

    @Test
    void isRefusedWhenItHasChanged() throws IOException {
        archive.open(0).close();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));

        assertThatThrownBy(() -> archive.open(7))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("it has changed while it was read");
    }

    @Test
    void isRefusedWhenAPipeTakesItsPlace() throws IOException, InterruptedException {
        archive.open(0).close();
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> archive.open(7))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("it is no regular file");
    }

    @Test
    void isReadNoMoreWhenTheServiceEnds() throws IOException {
        try (InputStream in = archive.open(0)) {
            workers.stop();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(StoppedImportException.class);
        }
    }
}
