package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.Json;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the savepoint of an operation with an unknown outcome, in the ledger and on readable local disk. It finds only
 * a savepoint that no other operation can have made.
 */
record SavepointSearch(
        Ledger ledger,
        OperationLog log,
        SavepointCatalogue catalogue,
        EngineCluster cluster,
        @Nullable String defaultDirectory,
        Json json) {
    /** The last file that Flink writes of a savepoint. It appears whole under this name. */
    private static final String METADATA = "_metadata";

    /** First bytes of that file. */
    private static final int MAGIC_NUMBER = 0x4960672d;

    /** Number of digits of the job's id in the name of its savepoints. */
    private static final int NAMED_DIGITS = 6;

    /** Returns the path of the operation's savepoint, if the operation makes one and it is there, whole. */
    Optional<String> find(Operation operation) {
        if (!AsyncOperations.makesSavepoint(operation.kind())) {
            return Optional.empty();
        }
        String directory = directory(operation);
        // Times when the candidates were made (ms since the epoch), by path.
        Map<String, Long> made = new LinkedHashMap<>();
        if (directory != null) {
            onDisk(operation, directory, made);
        }
        recorded(operation)
                .filter(savepoint -> savepoint.status().equals(Checkpoint.COMPLETED)
                        && savepoint.externalPath() != null
                        && (directory == null
                                || SavepointPath.parent(savepoint.externalPath())
                                        .equals(directory)))
                .forEach(savepoint -> made.put(savepoint.externalPath(), savepoint.triggerTime()));
        for (Operation other : log.ofJob(job(operation))) {
            if (other.id() != operation.id() && AsyncOperations.makesSavepoint(other.kind())) {
                made.entrySet().removeIf(savepoint -> mayBeOf(other, savepoint.getKey(), savepoint.getValue()));
            }
        }
        return made.size() == 1 ? Optional.of(made.keySet().iterator().next()) : Optional.empty();
    }

    /** Returns true if the engine has begun a savepoint, perhaps the operation's, and has not ended it. */
    boolean isBeingMade(Operation operation) {
        return AsyncOperations.makesSavepoint(operation.kind())
                && recorded(operation).anyMatch(savepoint -> savepoint.status().equals("IN_PROGRESS"));
    }

    private JobKey job(Operation operation) {
        return cluster.job(Objects.requireNonNull(operation.jobId()));
    }

    /** Returns the job's savepoints of the operation's kind that began after the request. */
    private Stream<Checkpoint> recorded(Operation operation) {
        boolean stop = operation.kind() == OperationKind.STOP;
        return ledger.runs(job(operation)).stream()
                .flatMap(run -> ledger.checkpoints(run.id()).stream())
                .filter(checkpoint -> checkpoint.savepoint()
                        && checkpoint.kind().startsWith("SYNC_") == stop
                        && checkpoint.triggerTime() >= operation.requestedAt());
    }

    /** Returns the savepoint's target directory as Flink spells it; null if unknown. */
    @Nullable
    private String directory(Operation operation) {
        String field = operation.kind() == OperationKind.STOP ? "targetDirectory" : "target-directory";
        String asked;
        try {
            byte[] body = ClientRequest.body(operation);
            asked = body.length == 0 ? null : Json.text(json.read(body), field);
        } catch (UncheckedIOException e) {
            // A malformed body: the engine did not accept it.
            return null;
        }
        String directory = asked == null ? defaultDirectory : asked;
        return directory == null ? null : SavepointPath.canonical(directory);
    }

    private void onDisk(Operation operation, String directory, Map<String, Long> made) {
        Path local = SavepointPath.local(directory).orElse(null);
        String name = "savepoint-" + operation.jobId().substring(0, NAMED_DIGITS) + "-*";
        if (local == null || !Files.isDirectory(local)) {
            return;
        }
        try (DirectoryStream<Path> savepoints = Files.newDirectoryStream(local, name)) {
            for (Path savepoint : savepoints) {
                Path metadata = savepoint.resolve(METADATA);
                String path = SavepointPath.canonical(savepoint);
                if (isWhole(metadata)
                        && Files.getLastModifiedTime(metadata).toMillis() >= operation.requestedAt()
                        && catalogue.find(cluster.kind(), cluster.name(), path).isEmpty()) {
                    made.put(path, Files.getLastModifiedTime(metadata).toMillis());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Unreadable: the search cannot decide.
            made.clear();
        }
    }

    private static boolean isWhole(Path metadata) throws IOException {
        if (!Files.isRegularFile(metadata) || Files.size(metadata) < Integer.BYTES) {
            return false;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            return in.readInt() == MAGIC_NUMBER;
        }
    }

    /** Returns true if the other operation made the savepoint, or may have: its path is unknown, and the time fits. */
    private boolean mayBeOf(Operation other, String path, long madeAt) {
        String location = location(other);
        return location != null
                ? location.equals(path)
                : other.requestedAt() <= madeAt && (other.completedAt() == null || other.completedAt() >= madeAt);
    }

    @Nullable
    private String location(Operation operation) {
        try {
            JsonNode result = operation.result() == null ? null : json.read(operation.result());
            JsonNode location = result == null ? null : AsyncOperations.outcome(result, "location");
            return location == null ? null : location.coerceStringValue();
        } catch (UncheckedIOException e) {
            return null;
        }
    }
}
