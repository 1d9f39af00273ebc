package io.jobledger.flink.archive;

import io.jobledger.http.Json;
import io.jobledger.imports.ArchiveInput;
import io.jobledger.ledger.Content;
import io.jobledger.ledger.Document;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads archive files. The documents of a small one are read into memory; those of a large one stay in the file until
 * they are written to the ledger.
 *
 * @param limit {@code jobledger.flink.archive-limit}: bytes of a job's documents that are kept
 */
@Singleton
public record ArchiveReader(
        Json json,
        @Property(name = "jobledger.flink.archive-limit") long limit) {
    /** Bytes of a file. Two imports and a recorder can have the documents of one each in memory. */
    private static final long SMALL = 16 << 20;

    /** Bytes in memory of each document in a file: its path, its place, and its facts until they are recorded. */
    private static final long PER_DOCUMENT = 500;

    private static final long MOST = Runtime.getRuntime().maxMemory() / 4 * 3 / PER_DOCUMENT;

    /**
     * Reads an archive, and checks that each document in it is whole.
     *
     * @throws IOException if the file cannot be read
     * @throws java.io.UncheckedIOException if the file cannot be read a second time
     * @throws RuntimeException if the file is not (yet) a whole archive of this job
     */
    public ArchivedJob read(String jobId, ArchiveInput file) throws IOException {
        ArchivedJob job = readUnchecked(jobId, file);
        job.check();
        return job;
    }

    /** Reads as {@link #read} does, and leaves damage within documents to a check of its documents. */
    ArchivedJob readUnchecked(String jobId, ArchiveInput file) throws IOException {
        try (InputStream in = file.open(0)) {
            boolean small = file.size() <= SMALL;
            return ArchivedJob.read(
                    jobId, in, small ? ArchiveReader::inMemory : inFile(new ArchiveBlocks(file), MOST), json, limit);
        }
    }

    static ArchiveEntries.Found inMemory(long offset, StringContent string) throws IOException {
        byte[] bytes = string.readAllBytes();
        return new ArchiveEntries.Found(Content.of(bytes), bytes);
    }

    /** @param most the number of documents that memory has room for */
    static ArchiveEntries.Documents inFile(ArchiveBlocks file, long most) {
        AtomicLong count = new AtomicLong();
        return (offset, string) -> {
            if (count.incrementAndGet() > most) {
                throw new IOException(
                        "it has more than " + most + " documents, and this service's memory has no room for more");
            }
            return inFile(file, offset, string);
        };
    }

    private static ArchiveEntries.Found inFile(ArchiveBlocks file, long offset, StringContent string)
            throws IOException {
        byte[] bytes = string.readNBytes((int) Document.LARGE + 1);
        long more = string.transferTo(OutputStream.nullOutputStream());
        return new ArchiveEntries.Found(
                new StringInFile(file, offset, bytes.length + more), bytes.length > Document.LARGE ? null : bytes);
    }
}
