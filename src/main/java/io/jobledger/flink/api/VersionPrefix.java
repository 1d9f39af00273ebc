package io.jobledger.flink.api;

import io.jobledger.http.RequestLine;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Flink's API is served under {@code /v1} too, the only version there is. The prefix is taken off before routing, from
 * Flink's own paths alone; any other stays and is not found.
 */
@Singleton
final class VersionPrefix implements RequestLine {
    private static final String PREFIX = "/v1/";

    private static final Set<String> ROOTS = Set.of(
            "cluster",
            "config",
            "datasets",
            "jars",
            "jobmanager",
            "jobs",
            "overview",
            "savepoint-disposal",
            "taskmanagers");

    @Override
    public String rewrite(String target) {
        if (!target.startsWith(PREFIX)) {
            return target;
        }
        int end = PREFIX.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return ROOTS.contains(target.substring(PREFIX.length(), end)) ? target.substring(PREFIX.length() - 1) : target;
    }
}
