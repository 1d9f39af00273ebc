package io.jobledger.http.ready;

import io.jobledger.http.RequestLine;
import io.micronaut.core.annotation.Nullable;
import java.util.concurrent.CompletionStage;

/**
 * Answers to GETs for which nothing has to be asked or made any more, but for a read. They are given before the server routes the request
 * and runs its filters: a filter that refuses requests, or changes answers to plain ones, has to be minded in
 * {@link PlainGet}.
 */
public interface ReadyAnswers {

    /**
     * What the server would answer to a GET of this target now, byte for byte; null if that is not ready. Runs on the event
     * loop for every plain GET, so it must cost next to nothing.
     *
     * @param target path and query, after every {@link RequestLine}
     */
    @Nullable
    ReadyAnswer to(String target);

    /**
     * What the server would answer to a GET of this target, byte for byte, where that only has to be read; null if it has
     * to be asked itself. So it has if null comes, or an error. Runs on the event loop, as {@link #to}, which is asked first.
     *
     * @param target path and query, after every {@link RequestLine}
     */
    @Nullable
    default CompletionStage<ReadyAnswer> soon(String target) {
        return null;
    }
}
