package io.jobledger.flink.operation;

import io.jobledger.flink.live.FlinkLive;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who asked for what. Taken when a request arrives: once its client has hung up, its address is not to be had.
 *
 * @param from the client's address, null if it is not known
 * @param line method and target
 */
public record Asked(@Nullable String from, String line) {

    public static Asked by(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return new Asked(
                remote == null || remote.getAddress() == null
                        ? null
                        : remote.getAddress().getHostAddress(),
                request.getMethodName() + ' ' + FlinkLive.target(request));
    }

    /** The request as it is noted: its line, and its body if it has one. */
    String with(byte[] body) {
        return body.length == 0 ? line : line + '\n' + new String(body, StandardCharsets.UTF_8);
    }
}
