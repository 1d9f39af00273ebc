package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.seatunnel.api.sink.SeaTunnelSink;
import org.apache.seatunnel.api.sink.SinkWriter;
import org.apache.seatunnel.api.table.type.SeaTunnelRow;

/** Sent to the tasks as a serialised object, so they have to find its class too. */
final class LinesSink implements SeaTunnelSink<SeaTunnelRow, Void, Void, Void> {

    private static final long serialVersionUID = 1;

    private final String file;

    LinesSink(String file) {
        this.file = file;
    }

    @Override
    public String getPluginName() {
        return LinesSinkFactory.NAME;
    }

    @Override
    public SinkWriter<SeaTunnelRow, Void, Void> createWriter(SinkWriter.Context context) {
        return new Writer(Path.of(file));
    }

    private record Writer(Path file) implements SinkWriter<SeaTunnelRow, Void, Void> {

        @Override
        public void write(SeaTunnelRow row) throws IOException {
            Files.write(
                    file,
                    List.of(row.getField(0).toString()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }

        @Override
        public Optional<Void> prepareCommit() {
            return Optional.empty();
        }

        @Override
        public void abortPrepare() {
            // What is written stays.
        }

        @Override
        public void close() {
            // No file is open between two rows.
        }
    }
}
