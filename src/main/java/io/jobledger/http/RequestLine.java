package io.jobledger.http;

/** Changes the raw request target (path and query) of a request before it is parsed and routed. */
public interface RequestLine {

    /** The target to route instead; the same string if nothing is to be changed. Runs on the event loop. */
    String rewrite(String target);
}
