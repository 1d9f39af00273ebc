package io.jobledger.ledger.h2;

import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an H2 database that is a file of this process.
 *
 * @param name H2's name of the database: a path without the file's ending
 * @param settings with the semicolon before each
 */
record H2Url(String name, String settings) {
    private static final String ENDING = ".mv.db";
    /**
     * Matches files only, not H2's other kinds such as {@code mem:} or {@code tcp:}. A drive of Windows has one letter.
     */
    private static final Pattern FILE = Pattern.compile("jdbc:h2:(?:file:)?(?!\\w{2,}:)([^;]+)(.*)", Pattern.DOTALL);

    /** Returns the parts of the URL; empty for all other databases. */
    static Optional<H2Url> of(@Nullable String url) {
        Matcher file = FILE.matcher(url == null ? "" : url);
        return file.matches() ? Optional.of(new H2Url(file.group(1), file.group(2))) : Optional.empty();
    }

    Path file() {
        String path = name.startsWith("~") ? System.getProperty("user.home") + name.substring(1) : name;
        return Path.of(path + ENDING).toAbsolutePath().normalize();
    }

    /** Returns the URL of the same database with a {@link FusedFile}. */
    String fused() {
        return "jdbc:h2:" + FusedFile.SCHEME + ':' + name + settings;
    }
}
