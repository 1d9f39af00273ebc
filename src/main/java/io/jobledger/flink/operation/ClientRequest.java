package io.jobledger.flink.operation;

import io.jobledger.flink.live.FlinkLive;
import io.jobledger.ledger.operations.Operation;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who asked for what. Taken when a request arrives: once its client has hung up, its address is not to be had.
 *
 * @param from the client's address, null if it is not known
 * @param line method and target
 * @param body what the engine is sent: the request's body, or what it is translated to; empty for none
 */
public record ClientRequest(@Nullable String from, String line, byte[] body) {
    private static final byte[] NO_BODY = new byte[0];

    /** Characters of a request that are noted. What is read again of it is far shorter. */
    private static final int NOTED = 262_144;

    public static ClientRequest by(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return new ClientRequest(
                remote == null || remote.getAddress() == null
                        ? null
                        : remote.getAddress().getHostAddress(),
                request.getMethodName() + ' ' + FlinkLive.target(request),
                NO_BODY);
    }

    public ClientRequest with(byte[] sent) {
        return new ClientRequest(from, line, sent);
    }

    /** The request as it is noted: its line, and the body if there is one; its first 262,144 characters. */
    String noted() {
        String whole = body.length == 0 ? line : line + '\n' + new String(body, StandardCharsets.UTF_8);
        return whole.length() <= NOTED ? whole : whole.substring(0, NOTED);
    }

    /** The line of a request as it was noted. */
    static String line(Operation operation) {
        String request = operation.request() == null ? "" : operation.request();
        int end = request.indexOf('\n');
        return end < 0 ? request : request.substring(0, end);
    }

    /** The body of a request as it was noted: its beginning, if it was longer than what is noted. */
    static byte[] body(Operation operation) {
        String request = operation.request() == null ? "" : operation.request();
        int end = request.indexOf('\n');
        return end < 0 ? NO_BODY : request.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    }
}
