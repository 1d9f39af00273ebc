package io.jobledger.flink.api;

import io.jobledger.http.RequestLine;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Removes {@code /v1}, the API's only version, from Flink's own paths before the routing. Others are not found. */
@Singleton
final class VersionPrefix implements RequestLine {
    private static final String PREFIX = "/v1";

    private static final Pattern PATHS =
            Pattern.compile("/v1/(applications|cluster|config|datasets|jars|jobmanager|jobs|overview"
                    + "|savepoint-disposal|taskmanagers)([/?].*)?");

    @Override
    public String rewrite(String target) {
        return target.startsWith(PREFIX) && PATHS.matcher(target).matches()
                ? target.substring(PREFIX.length())
                : target;
    }
}
