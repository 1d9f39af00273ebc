package io.jobledger.flink.api;

import io.jobledger.http.RequestLine;
import jakarta.inject.Singleton;
import java.util.Set;

/** Removes {@code /v1}, the API's only version, from Flink's own paths before the routing. Others are not found. */
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
