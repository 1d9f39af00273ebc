package io.jobledger.history.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.http.ApiException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Refuses queries that are no UTF-8. The framework decodes invalid bytes as U+FFFD, and would find nothing, or jobs
 * that really have it in their names.
 */
@ServerFilter(value = "/history(/.*)?", patternStyle = FilterPatternStyle.REGEX)
final class EncodingCheck {

    /** @throws ApiException 400 naming the parameter */
    @RequestFilter
    void check(HttpRequest<?> request) {
        String query = request.getUri().getRawQuery();
        if (query == null || query.indexOf('%') < 0) {
            return;
        }
        for (String parameter : query.split("&")) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(parameter)));
            } catch (CharacterCodingException e) {
                throw ApiException.badRequest(
                        "The parameter " + parameter.split("=", 2)[0] + " is not percent-encoded UTF-8.");
            }
        }
    }

    /** Returns the bytes with percent-encoding undone. EncodedTarget has encoded a % that begins no encoded byte. */
    private static byte[] bytes(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        byte[] raw = encoded.getBytes(ISO_8859_1);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%' && i + 2 < raw.length) {
                bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toByteArray();
    }
}
