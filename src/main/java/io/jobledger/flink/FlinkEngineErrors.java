package io.jobledger.flink;

import io.jobledger.http.ApiException;

/** The engine's errors, for where we answer in its place: each begins as the engine's own does, with its class. */
public final class FlinkEngineErrors {
    private static final String REFUSED = "org.apache.flink.runtime.rest.handler.RestHandlerException: ";
    private static final String UNKNOWN = "org.apache.flink.runtime.rest.NotFoundException: ";

    private FlinkEngineErrors() {}

    /** 400: a parameter of a path that is not what it must be. */
    public static ApiException unresolvablePath(String parameter, String value) {
        return unresolvable("path", parameter, value);
    }

    /** 400: a parameter of a query that is not what it must be. */
    public static ApiException unresolvableQuery(String parameter, String value) {
        return unresolvable("query", parameter, value);
    }

    private static ApiException unresolvable(String where, String parameter, String value) {
        return ApiException.badRequest(REFUSED + "Bad request, could not parse parameters: Cannot resolve " + where
                + " parameter (" + parameter + ") from value \"" + value + "\".");
    }

    /** A message as the engine sends it: an archive has it without the class that it begins with. */
    public static String sent(String archived) {
        return archived.startsWith(REFUSED) ? archived : REFUSED + archived;
    }

    /** 404: the job is known, and has no such thing. */
    public static ApiException refused(String message) {
        return ApiException.notFound(REFUSED + message);
    }

    /** 404: the job is known, and has no such vertex. */
    public static ApiException unknown(String message) {
        return ApiException.notFound(UNKNOWN + message);
    }
}
