package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the file's lines from the position behind the last one that the broker has. */
public final class FileSourceTask extends SourceTask {

    /** The name of the position, in bytes, in the stored offset. */
    private static final String POSITION = "nextPosition";

    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_LINE = 4 * 1024 * 1024;
    private static final long IDLE_MILLIS = 200;
    private static final Schema LINE = SchemaBuilder.string().build();

    private Path file;
    private RecordPartition partition;
    private long position;

    @Override
    public void start(KeyValue config) {
        file = FileKeys.filename(config);
        partition = new RecordPartition(Map.of(FileKeys.FILENAME, file.toString()));
        RecordOffset stored = sourceTaskContext.offsetStorageReader().readOffset(partition);
        position = stored == null
                ? 0
                : Long.parseLong(String.valueOf(stored.getOffset().get(POSITION)));
    }

    @Override
    public List<ConnectRecord> poll() throws InterruptedException {
        List<ConnectRecord> lines = List.of();
        if (Files.exists(file)) {
            try {
                lines = read();
            } catch (IOException e) {
                throw new ConnectException("The file " + file + " cannot be read", e);
            }
        }
        if (lines.isEmpty()) {
            Thread.sleep(IDLE_MILLIS);
        }
        return lines;
    }

    private List<ConnectRecord> read() throws IOException {
        List<ConnectRecord> lines = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < position) {
                // Another file has the name now.
                position = 0;
            }
            for (int size = CHUNK; lines.isEmpty(); size *= 2) {
                ByteBuffer bytes = ByteBuffer.allocate(size);
                while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {
                    // The channel may return less than it has.
                }
                addLines(bytes.array(), bytes.position(), lines);
                if (!bytes.hasRemaining() && lines.isEmpty() && size > LONGEST_LINE) {
                    throw new IOException("The line at byte " + position + " is longer than a message can be");
                }
                if (bytes.hasRemaining()) {
                    break;
                }
            }
        }
        return lines;
    }

    /** Takes whole lines only: the rest of the last one may come later. */
    private void addLines(byte[] bytes, int length, List<ConnectRecord> lines) {
        long start = position;
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                int end = at > from && bytes[at - 1] == '\r' ? at - 1 : at;
                position = start + at + 1;
                lines.add(new ConnectRecord(
                        partition,
                        new RecordOffset(Map.of(POSITION, Long.toString(position))),
                        System.currentTimeMillis(),
                        LINE,
                        new String(bytes, from, end - from, StandardCharsets.UTF_8)));
                from = at + 1;
            }
        }
    }

    @Override
    public void stop() {
        // The file is open only while it is read.
    }
}
