package io.jobledger.seatunnel.recorder;

import io.jobledger.ledger.StateChange;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the changes of jobs' states from the file that our own engine writes, to the millisecond. A job may go through
 * several states between two rounds. Other engines give no such file.
 */
final class StateLog {
    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);

    /**
     * {@code 1795263948466 Job name (77) turned from state CREATED to SCHEDULED.} The engine escapes CR and LF in the
     * name. Other ends of lines may be in it.
     */
    private static final Pattern CHANGE =
            Pattern.compile("(\\d{13}) Job .*\\((-?\\d+)\\) turned from state (\\w+) to (\\w+)\\.", Pattern.DOTALL);

    private static final Pattern LINE_END = Pattern.compile("\n");

    /** The state in which every run begins. */
    static final String FIRST_STATE = "CREATED";

    private static final int READ_AT_ONCE = 1 << 20;

    @Nullable
    private final Path file;

    private long position;

    /** @param file null if there is none */
    StateLog(@Nullable Path file) {
        this.file = file;
    }

    /** Returns whether the engine writes the log. It then has all changes. */
    boolean isKept() {
        return file != null;
    }

    /**
     * Returns the changes since the last call by job, oldest first, with all its runs one after the other. The first
     * call returns all changes in the file.
     */
    Map<String, List<Change>> news() {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        if (file == null) {
            return changes;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < position) {
                // The engine began a new file.
                position = 0;
            }
            ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
            while (channel.read(buffer.clear(), position) > 0) {
                int whole = wholeLines(buffer.flip());
                if (whole == 0) {
                    // The rest of the line is not written yet, or the line is too long to be a change.
                    position += buffer.limit() == buffer.capacity() ? buffer.limit() : 0;
                    break;
                }
                LINE_END.splitAsStream(new String(buffer.array(), 0, whole, StandardCharsets.UTF_8))
                        .forEach(line -> read(line, changes));
                position += whole;
            }
        } catch (NoSuchFileException e) {
            // The engine has not begun to write.
        } catch (IOException e) {
            LOG.warn("The states of jobs cannot be read from {}: {}", file, e.toString());
        }
        return changes;
    }

    private static int wholeLines(ByteBuffer buffer) {
        int end = buffer.limit();
        while (end > 0 && buffer.get(end - 1) != '\n') {
            end--;
        }
        return end;
    }

    private static void read(String line, Map<String, List<Change>> changes) {
        Matcher change = CHANGE.matcher(line);
        if (change.matches()) {
            changes.computeIfAbsent(change.group(2), jobId -> new ArrayList<>())
                    .add(new Change(
                            change.group(3).equals(FIRST_STATE),
                            new StateChange(change.group(4), Long.parseLong(change.group(1)))));
        }
    }

    /** @param first whether it is the first of its run */
    record Change(boolean first, StateChange entered) {}
}
