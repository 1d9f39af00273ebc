package io.jobledger.engine.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port for an engine that must be told one. */
public final class FreePort {

    private FreePort() {}

    /**
     * A port that was free on the loopback interface a moment ago. An engine that loses the race for it dies at its
     * start, and the supervisor tries another one.
     */
    public static int onLoopback() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
