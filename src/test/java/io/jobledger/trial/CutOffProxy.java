package io.jobledger.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a service and an engine. Some answers come late, and some are cut off at any byte. */
final class CutOffProxy implements AutoCloseable {
    /** One connection in so many is cut off. */
    private static final int CUT_OFF_ONE_IN = 3;

    /** Bytes of answers, at most, before the connection is cut off. */
    private static final int LONGEST = 60_000;

    /** One piece of an answer in so many comes late. */
    private static final int LATE_ONE_IN = 50;

    private static final int LATEST_MILLIS = 1_000;

    private final URI engine;
    private final Random random;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    CutOffProxy(URI engine, long seed) throws IOException {
        this.engine = engine;
        this.random = new Random(seed);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int cutOff() {
        return cutOff.get();
    }

    int late() {
        return late.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket upstream = new Socket(engine.getHost(), engine.getPort());
                sockets.add(client);
                sockets.add(upstream);
                int length = random.nextInt(CUT_OFF_ONE_IN) == 0 ? random.nextInt(LONGEST) : Integer.MAX_VALUE;
                threads.execute(() -> pass(client, upstream, Integer.MAX_VALUE));
                threads.execute(() -> pass(upstream, client, length));
            } catch (IOException e) {
                // Closed, or the engine is gone: who asked finds that out.
            }
        }
    }

    /** @param length bytes, until the connection is cut off */
    private void pass(Socket from, Socket to, int length) {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] piece = new byte[8192];
            boolean answers = length < Integer.MAX_VALUE || from.getPort() == engine.getPort();
            int left = length;
            for (int read = input.read(piece); read >= 0; read = input.read(piece)) {
                if (answers && random.nextInt(LATE_ONE_IN) == 0) {
                    late.incrementAndGet();
                    Thread.sleep(random.nextInt(LATEST_MILLIS));
                }
                if (read >= left) {
                    output.write(piece, 0, left);
                    cutOff.incrementAndGet();
                    return;
                }
                output.write(piece, 0, read);
                output.flush();
                left -= left == Integer.MAX_VALUE ? 0 : Math.min(left, read);
            }
        } catch (IOException e) {
            // Either side has hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
