package io.jobledger.engine.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port for an engine that must be told one. */
public final class FreePort {

    private FreePort() {}

    /**
     * Returns a port that is free on the loopback interface. If another process takes it first, the engine dies at its
     * start, and the supervisor tries another port.
     */
    public static int onLoopback() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
