package io.jobledger.flink.operation;

import io.jobledger.flink.live.FlinkLive;
import io.jobledger.ledger.operations.Operation;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Holds a request and its client. Create it when the request arrives: a closed connection has no address.
 *
 * @param from the client's address, null if it is not known
 * @param line method and target
 * @param body the body for the engine: the request's, or its translation; empty for none
 */
public record ClientRequest(@Nullable String from, String line, byte[] body) {
    private static final byte[] NO_BODY = new byte[0];

    /** Characters of a request that are recorded. The service reads far fewer of them again. */
    private static final int NOTED = 262_144;

    /** Returns a request without its body. */
    public static ClientRequest by(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return new ClientRequest(
                remote == null || remote.getAddress() == null
                        ? null
                        : remote.getAddress().getHostAddress(),
                request.getMethodName() + ' ' + FlinkLive.target(request),
                NO_BODY);
    }

    /** Returns the same request with a body for the engine. */
    public ClientRequest with(byte[] sent) {
        return new ClientRequest(from, line, sent);
    }

    /** Returns the text to record: the line, then the body if there is one; cut to 262,144 characters. */
    String noted() {
        String whole = body.length == 0 ? line : line + '\n' + new String(body, StandardCharsets.UTF_8);
        return whole.length() <= NOTED ? whole : whole.substring(0, NOTED);
    }

    /** Returns the line of a recorded request. */
    static String line(Operation operation) {
        String request = operation.request() == null ? "" : operation.request();
        int end = request.indexOf('\n');
        return end < 0 ? request : request.substring(0, end);
    }

    /** Returns the body of a recorded request; only its beginning if it was cut. */
    static byte[] body(Operation operation) {
        String request = operation.request() == null ? "" : operation.request();
        int end = request.indexOf('\n');
        return end < 0 ? NO_BODY : request.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    }
}
