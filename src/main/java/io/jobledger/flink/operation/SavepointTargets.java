package io.jobledger.flink.operation;

import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refuses savepoints in the service's data dir, other than in the folders for savepoints: the engine's own, and
 * {@code savepoints} in the data dir. The service or the engine empties some of its other folders, and takes the files in
 * others for its own.
 *
 * <p>Refuses relative targets that lead out of the engine's working directory too. Their client cannot know that directory.
 *
 * @param dataDir {@code jobledger.data-dir}, absolute
 * @param savepoints the engine's own folder for savepoints
 * @param relativeTo the working directory of the engine; null if it is not known, as a remote one's
 */
public record SavepointTargets(
        Path dataDir, Path savepoints, @Nullable Path relativeTo) {
    /** Engines read one field for a savepoint, and one for a stop. */
    private static final List<String> FIELDS = List.of("target-directory", "targetDirectory");

    /** Matches spellings of local paths. Flink drops the authority of a file's URI, also without a scheme. */
    private static final Pattern LOCAL = Pattern.compile("(?is)(?:file:)?((?://[^/]*)?)(/.*)");

    /** Matches the scheme of a relative path. */
    private static final Pattern FILE = Pattern.compile("(?i)^file:(?!/)");

    private static final Pattern SCHEME = Pattern.compile("(?s)[^/]*:.*");

    /** Links may lead to links. The system allows 40. */
    private static final int MOST_LINKS = 40;

    /** @throws ApiException 400 if a target in the body of a request is refused */
    void check(byte[] body, Json json) {
        if (body.length == 0) {
            return;
        }
        try {
            JsonNode sent = json.read(body);
            FIELDS.forEach(field -> check(Json.text(sent, field)));
        } catch (UncheckedIOException e) {
            // The engine refuses a body that is not JSON.
        }
    }

    /** @throws ApiException 400 if the target is refused; null is the engine's default */
    void check(@Nullable String target) {
        if (target == null) {
            return;
        }
        if (leadsOut(target)) {
            throw ApiException.badRequest(
                    "The target directory " + target + " leads out of the engine's directory. Choose an absolute one.");
        }
        if (spellings(target).anyMatch(this::isOurs)) {
            throw ApiException.badRequest(
                    "The target directory " + target + " is in the data dir of jobledger. Choose one"
                            + " outside of it, or in " + savepoints + ", or leave it out.");
        }
    }

    private boolean leadsOut(String target) {
        Path path = relative(target);
        return path != null && !path.normalize().startsWith(relativeTo);
    }

    /** Returns the paths that Flink may understand. */
    private Stream<Path> spellings(String target) {
        Matcher local = LOCAL.matcher(text(target));
        try {
            if (local.matches()) {
                return Stream.of(Path.of(local.group(2)), Path.of(local.group(1) + local.group(2)));
            }
        } catch (InvalidPathException e) {
            // The engine cannot write there either.
            return Stream.of();
        }
        return Stream.ofNullable(relative(target));
    }

    /** Returns the path of a relative target; null for another, or if the engine's directory is not known. */
    @Nullable
    private Path relative(String target) {
        String text = text(target);
        if (relativeTo == null || text.isEmpty() || SCHEME.matcher(text).matches()) {
            return null;
        }
        try {
            return text.startsWith("/") ? null : relativeTo.resolve(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Returns a target as Flink reads it: it trims a text, and takes a backslash for a slash. A file needs no scheme. */
    private static String text(String target) {
        return FILE.matcher(target.trim().replace('\\', '/')).replaceFirst("");
    }

    private boolean isOurs(Path path) {
        List<Path> free = List.of(savepoints, dataDir.resolve("savepoints"));
        return isIn(path.normalize(), dataDir, free)
                || isIn(
                        real(path),
                        real(dataDir),
                        free.stream().map(SavepointTargets::real).toList());
    }

    private static boolean isIn(Path path, Path dataDir, List<Path> free) {
        return path.startsWith(dataDir) && free.stream().noneMatch(path::startsWith);
    }

    /** Returns a path without links. Its end need not exist. */
    private static Path real(Path path) {
        Path real = path;
        for (int links = 0; links < MOST_LINKS; links++) {
            Path before = real;
            real = followed(real);
            if (real.equals(before)) {
                break;
            }
        }
        return real;
    }

    /** Follows the links up to the last part that exists. */
    private static Path followed(Path path) {
        for (Path there = path; there != null; there = there.getParent()) {
            try {
                if (Files.exists(there)) {
                    return withRest(there.toRealPath(), path, there);
                }
                if (Files.isSymbolicLink(there)) {
                    // The engine makes the directory that it leads to.
                    return withRest(there.resolveSibling(Files.readSymbolicLink(there)), path, there);
                }
            } catch (IOException e) {
                return path.normalize();
            }
        }
        return path.normalize();
    }

    private static Path withRest(Path followed, Path path, Path beginning) {
        int from = beginning.getNameCount();
        int to = path.getNameCount();
        return (from == to ? followed : followed.resolve(path.subpath(from, to))).normalize();
    }
}
