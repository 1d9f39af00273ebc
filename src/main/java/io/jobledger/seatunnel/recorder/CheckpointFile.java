package io.jobledger.seatunnel.recorder;

import io.jobledger.ledger.Checkpoint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes a stored checkpoint: the facts in its file's name, and the file's size and time.
 *
 * @param triggerTime milliseconds since the epoch
 * @param writtenTime the time when the file was whole, milliseconds since the epoch
 * @param size bytes
 */
record CheckpointFile(Path path, int pipeline, long checkpointId, long triggerTime, long writtenTime, long size) {
    /** {@code 1795263949752-136-1-17.ser}: trigger time, a random number, pipeline, checkpoint. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-\\d+-(\\d{1,9})-(\\d{1,18})\\.ser");

    /** Reads the name of a file; empty if it is no checkpoint. */
    static Optional<CheckpointFile> of(Path path, long writtenTime, long size) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? Optional.of(new CheckpointFile(
                        path,
                        Integer.parseInt(name.group(2)),
                        Long.parseLong(name.group(3)),
                        Long.parseLong(name.group(1)),
                        writtenTime,
                        size))
                : Optional.empty();
    }

    /** Returns the file of a recorded checkpoint. */
    static CheckpointFile of(Checkpoint recorded) {
        return new CheckpointFile(
                Path.of(recorded.externalPath()),
                recorded.pipeline(),
                recorded.checkpointId(),
                recorded.triggerTime(),
                recorded.ackTime(),
                recorded.stateSize());
    }

    /**
     * @param savepoint whether the job was stopped with it
     * @param gone whether the engine has deleted it
     */
    Checkpoint toCheckpoint(boolean savepoint, boolean gone) {
        return new Checkpoint(
                checkpointId,
                pipeline,
                Checkpoint.COMPLETED,
                savepoint ? "SAVEPOINT" : "CHECKPOINT",
                triggerTime,
                writtenTime,
                size,
                null,
                Math.max(0, writtenTime - triggerTime),
                null,
                null,
                path.toString(),
                gone,
                null,
                null,
                savepoint);
    }
}
