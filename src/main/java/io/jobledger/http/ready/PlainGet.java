package io.jobledger.http.ready;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/**
 * Tells requests whose answer depends on the target alone. These are HTTP/1.1 GETs that keep the connection, and have only
 * headers that change no answer. They have no body, no credentials and no origin, and take no compressed answer.
 */
final class PlainGet {
    private static final AsciiString ANYTHING = AsciiString.cached("*/*");

    private PlainGet() {}

    static boolean is(HttpRequest request) {
        if (request.method() != HttpMethod.GET
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || request.decoderResult().isFailure()) {
            return false;
        }
        Iterator<Map.Entry<CharSequence, CharSequence>> headers =
                request.headers().iteratorCharSequence();
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            if (!changesNothing(header.getKey(), header.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean changesNothing(CharSequence name, CharSequence value) {
        if (is(HttpHeaderNames.HOST, name) || is(HttpHeaderNames.USER_AGENT, name)) {
            return true;
        }
        if (is(HttpHeaderNames.ACCEPT, name)) {
            return is(ANYTHING, value) || is(HttpHeaderValues.APPLICATION_JSON, value);
        }
        return is(HttpHeaderNames.CONNECTION, name) && is(HttpHeaderValues.KEEP_ALIVE, value);
    }

    private static boolean is(AsciiString known, CharSequence said) {
        return known.contentEqualsIgnoreCase(said);
    }
}
