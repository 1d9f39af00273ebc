package io.jobledger.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a {@link TrialService} tells of itself, a line at a time: a line that was written stays, however the process ends.
 *
 * <ul>
 *   <li>{@code begun <job>}: the job's first stage is about to be recorded
 *   <li>{@code recorded <job> <stage>}: the ledger has acknowledged it
 *   <li>{@code imported <job id>}: written by who had its archive imported, and was told that it is there
 *   <li>{@code import <directory> <state> <seen> <taken> <skipped> <quarantined>}: how far an import is
 *   <li>{@code quarantined <directory> <file> <reason>}
 *   <li>{@code failed <error>}: the ledger refused; the writer tries again
 *   <li>{@code lost <job> <how>}, {@code checked <jobs>}: what came of looking at what earlier lives had recorded
 * </ul>
 */
final class Journal {
    private final FileChannel channel;

    Journal(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void write(String line) {
        try {
            channel.write(ByteBuffer.wrap((line.replace('\n', ' ') + '\n').getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without one that is being written. */
    static List<String> lines(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String written = Files.readString(file);
            return written.substring(0, written.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long count(Path file, String kind) {
        return lines(file).stream().filter(line -> line.startsWith(kind + ' ')).count();
    }
}
