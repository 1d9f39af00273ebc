package io.jobledger.flink.operation;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a savepoint, or of a directory for them, as clients may spell it and as Flink does. */
final class SavepointPath {
    /** Flink takes paths literally: nothing in them is percent-encoded. */
    private static final Pattern LOCAL = Pattern.compile("(?:file:(?://)?)?(/.*)", Pattern.DOTALL);

    private SavepointPath() {}

    /** The path in the local file system, if it is one and absolute. */
    static Optional<Path> local(String path) {
        Matcher matcher = LOCAL.matcher(path);
        try {
            return matcher.matches() ? Optional.of(Path.of(matcher.group(1)).normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** As Flink names what it made: {@code file:/tmp/savepoint-…}, without a slash at the end. */
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
