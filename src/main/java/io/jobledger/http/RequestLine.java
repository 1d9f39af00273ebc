package io.jobledger.http;

/** Changes the raw request target (path and query) of a request before it is parsed and routed. */
public interface RequestLine {

    /** Returns the target to route instead, or the same string for no change. Runs on the event loop. */
    String rewrite(String target);
}
