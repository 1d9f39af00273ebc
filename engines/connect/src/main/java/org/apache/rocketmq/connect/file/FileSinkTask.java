package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes each record as a line to the end of the file. */
public final class FileSinkTask extends SinkTask {
    private Path file;
    private BufferedWriter writer;

    @Override
    public void start(KeyValue config) {
        file = FileKeys.filename(config);
        try {
            boolean cutOff = endsWithinALine();
            writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (cutOff) {
                // A kill cut it off. Its record comes again, and must not be glued to it.
                writer.newLine();
            }
        } catch (IOException e) {
            throw new ConnectException("The file " + file + " cannot be written", e);
        }
    }

    private boolean endsWithinALine() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) != '\n';
        }
    }

    @Override
    public void put(List<ConnectRecord> records) {
        try {
            for (ConnectRecord each : records) {
                writer.write(each.getData() + "\n");
            }
        } catch (IOException e) {
            throw new ConnectException("The file " + file + " cannot be written", e);
        }
    }

    @Override
    public void flush(Map<RecordPartition, RecordOffset> offsets) {
        try {
            writer.flush();
        } catch (IOException e) {
            throw new ConnectException("The file " + file + " cannot be written", e);
        }
    }

    @Override
    public void stop() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
