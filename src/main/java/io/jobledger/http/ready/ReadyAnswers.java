package io.jobledger.http.ready;

import io.jobledger.http.RequestLine;
import io.micronaut.core.annotation.Nullable;
import java.util.concurrent.CompletionStage;

/**
 * Answers GETs from memory, or with one read of the database. The answers are sent before the server routes the request:
 * no filter sees it. {@link PlainGet} must leave out all requests that a filter would refuse or answer differently.
 */
public interface ReadyAnswers {

    /**
     * Returns the answer that is in memory, or null. It has the same bytes as the server's own answer. Runs on the event
     * loop for every plain GET, so it must cost next to nothing.
     *
     * @param target path and query, after every {@link RequestLine}
     */
    @Nullable
    ReadyAnswer to(String target);

    /**
     * Returns the answer that one read gives, or null if the server has to route the request. The server also routes it if
     * the read ends with null or an error. Runs on the event loop, after {@link #to}.
     *
     * @param target path and query, after every {@link RequestLine}
     */
    @Nullable
    default CompletionStage<ReadyAnswer> soon(String target) {
        return null;
    }
}
