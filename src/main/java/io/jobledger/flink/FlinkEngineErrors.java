package io.jobledger.flink;

import io.jobledger.http.ApiException;

/** Words errors as the engine does, where the service answers in its place: each begins with an exception's class. */
public final class FlinkEngineErrors {
    private static final String REFUSED = "org.apache.flink.runtime.rest.handler.RestHandlerException: ";
    private static final String UNKNOWN = "org.apache.flink.runtime.rest.NotFoundException: ";

    private FlinkEngineErrors() {}

    /** Returns 400 for a malformed parameter of a path. */
    public static ApiException unresolvablePath(String parameter, String value) {
        return unresolvable("path", parameter, value);
    }

    /** Returns 400 for a malformed parameter of a query. */
    public static ApiException unresolvableQuery(String parameter, String value) {
        return unresolvable("query", parameter, value);
    }

    private static ApiException unresolvable(String where, String parameter, String value) {
        return ApiException.badRequest(REFUSED + "Bad request, could not parse parameters: Cannot resolve " + where
                + " parameter (" + parameter + ") from value \"" + value + "\".");
    }

    /** Returns a message as the engine sends it: with the leading class that archives lack. */
    public static String sent(String archived) {
        return archived.startsWith(REFUSED) ? archived : REFUSED + archived;
    }

    /** Returns 404 for a part that a known job does not have. */
    public static ApiException refused(String message) {
        return ApiException.notFound(REFUSED + message);
    }

    /** Returns 404 for a job, vertex or operation that is not known. */
    public static ApiException unknown(String message) {
        return ApiException.notFound(UNKNOWN + message);
    }
}
