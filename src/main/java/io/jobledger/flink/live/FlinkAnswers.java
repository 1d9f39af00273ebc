package io.jobledger.flink.live;

import io.jobledger.http.ApiErrors;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;

/** Creates answers of Flink's API, with the headers that the engine sets. */
public final class FlinkAnswers {
    /** The engine's default ({@code web.access-control-allow-origin}): pages of any origin may read. */
    private static final String ANY_ORIGIN = "*";

    private FlinkAnswers() {}

    /** Returns a JSON document as an answer. */
    public static HttpResponse<?> json(int status, byte[] body) {
        return of(status, body).contentType(ApiErrors.JSON);
    }

    static HttpResponse<?> of(int status, @Nullable String contentType, byte[] body) {
        MutableHttpResponse<byte[]> response = of(status, body);
        return contentType == null ? response : response.header(HttpHeaders.CONTENT_TYPE, contentType);
    }

    private static MutableHttpResponse<byte[]> of(int status, byte[] body) {
        return HttpResponse.status(status, null)
                .<byte[]>body(body)
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY_ORIGIN);
    }
}
