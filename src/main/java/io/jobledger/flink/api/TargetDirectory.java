package io.jobledger.flink.api;

import io.jobledger.http.RequestLine;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Encodes the end of {@code /jobs/:jobid/cancel-with-savepoint/target-directory/:targetDirectory} as one path segment.
 * Clients may append the directory with its slashes unencoded.
 */
@Singleton
final class TargetDirectory implements RequestLine {
    private static final String BEFORE = "/cancel-with-savepoint/target-directory/";

    /** Characters that a URI segment may contain, and that end a variable for the router. */
    private static final String UNROUTABLE = "/+&;()!";

    private static final Pattern ABSOLUTE = Pattern.compile("(?s)/.*|%2[fF].*|[a-zA-Z][a-zA-Z0-9+.-]*:.*");

    @Override
    public String rewrite(String target) {
        int before = target.indexOf(BEFORE);
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        if (before < 0 || before > end) {
            return target;
        }
        int start = before + BEFORE.length();
        return target.substring(0, start) + segment(target.substring(start, end)) + target.substring(end);
    }

    private static String segment(String given) {
        String directory = given.length() > 1 && given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        if (directory.indexOf('/') > 0 && !ABSOLUTE.matcher(directory).matches()) {
            // The slash before the directory belongs to it.
            directory = '/' + directory;
        }
        StringBuilder segment = new StringBuilder();
        for (char c : directory.toCharArray()) {
            if (UNROUTABLE.indexOf(c) < 0) {
                segment.append(c);
            } else {
                segment.append(String.format("%%%02X", (int) c));
            }
        }
        return segment.toString();
    }
}
