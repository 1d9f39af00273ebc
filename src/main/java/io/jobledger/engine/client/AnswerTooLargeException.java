package io.jobledger.engine.client;

import io.micronaut.http.client.exceptions.HttpClientException;

/** Says that an engine's answer has more bytes than this service's memory has room for. It was not read. */
public final class AnswerTooLargeException extends HttpClientException {
    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(long bytes, long most) {
        super("The engine's answer has " + bytes + " bytes or more; with this service's memory " + most
                + " can be read");
    }
}
