package io.jobledger.flink.operation;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts paths of savepoints, or of directories for them, from clients' spellings to Flink's. */
final class SavepointPath {
    /** Matches local paths. Flink reads them literally, without percent-encoding. */
    private static final Pattern LOCAL = Pattern.compile("(?:file:(?://)?)?(/.*)", Pattern.DOTALL);

    private SavepointPath() {}

    /** Returns the local path; empty if it is not local, or not absolute. */
    static Optional<Path> local(String path) {
        Matcher matcher = LOCAL.matcher(path);
        try {
            return matcher.matches() ? Optional.of(Path.of(matcher.group(1)).normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Returns Flink's spelling: {@code file:/tmp/savepoint-…}, without a final slash. */
    static String canonical(String path) {
        return local(path).map(SavepointPath::canonical).orElseGet(() -> path.replaceFirst("/+$", ""));
    }

    static String canonical(Path local) {
        return "file:" + local;
    }

    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
