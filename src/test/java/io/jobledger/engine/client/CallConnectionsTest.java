package io.jobledger.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

class CallConnectionsTest {

    /** A call may end while its connection opens, and its request be written all the same. */
    @Test
    void forgetsACallThatEndedBeforeItsRequestWasWritten() {
        CallConnections calls = new CallConnections();
        MutableHttpRequest<?> request = HttpRequest.POST("/", "");
        String call = calls.begin(request);
        EmbeddedChannel channel = new EmbeddedChannel(calls.new Requests());

        calls.end(call, true);
        DefaultHttpRequest written = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        written.headers().set(CallConnections.HEADER, call);
        channel.writeOutbound(written);
        channel.close();

        assertThat(written.headers().contains(CallConnections.HEADER)).isFalse();
        assertThat(calls.connections).isEmpty();
    }
}
