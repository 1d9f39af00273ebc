package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.http.Routes;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a GET at or below {@code /jobs/:jobid}, routed or not.
 *
 * @param jobId in lower case
 * @param below the path below the job, as requested
 * @param target the whole target, under which the answer may be kept
 * @param route the template of the whole path
 * @param query returns the first value of a parameter by its name, or null
 */
record JobRead(String jobId, String below, String target, String route, UnaryOperator<String> query) {
    static final String JOBS = "/jobs/";
    private static final int ID = 32;
    private static final String ROUTE = "/jobs/{jobid}";
    private static final String VERTICES = "/vertices/";
    private static final UnaryOperator<String> NO_QUERY = name -> null;

    /** Templates of the documents that every job has, by the paths below the job. */
    private static final Map<String, String> ROUTES = Stream.of(
                    "",
                    "/accumulators",
                    "/checkpoints",
                    "/checkpoints/config",
                    "/config",
                    "/exceptions",
                    "/execution-result",
                    "/jobmanager/config",
                    "/jobmanager/environment",
                    "/plan",
                    "/status")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ROUTE::concat));

    /**
     * Reads a routed request.
     *
     * @throws io.jobledger.http.ApiException 400 if the job's id is malformed
     */
    static JobRead of(HttpRequest<?> request) {
        String path = request.getUri().getRawPath();
        int slash = path.indexOf('/', JOBS.length());
        return of(request, slash < 0 ? "" : path.substring(slash));
    }

    /** Reads a routed request for the document at another path below the job. */
    static JobRead of(HttpRequest<?> request, String below) {
        return new JobRead(
                FlinkIds.hex("jobid", Routes.variable(request, "jobid")),
                below,
                FlinkLive.target(request),
                Routes.template(request),
                request.getParameters()::get);
    }

    /** Reads the plainest targets of documents that every job has; returns null for all others. */
    @Nullable
    static JobRead plain(String target) {
        int end = JOBS.length() + ID;
        if (target.length() < end || !target.startsWith(JOBS) || !isId(target, JOBS.length())) {
            return null;
        }
        String below = target.substring(end);
        boolean vertex = below.length() == VERTICES.length() + ID
                && below.startsWith(VERTICES)
                && isId(below, VERTICES.length());
        String route = vertex ? ROUTE + "/vertices/{vertexid}" : ROUTES.get(below);
        return route == null ? null : new JobRead(target.substring(JOBS.length(), end), below, target, route, NO_QUERY);
    }

    /** Returns true if a 32-digit id in lower case, as recorded, begins there. */
    private static boolean isId(String target, int from) {
        for (int i = from; i < from + ID; i++) {
            char c = target.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
