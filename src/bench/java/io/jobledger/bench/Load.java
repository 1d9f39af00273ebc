package io.jobledger.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Clients that send one GET over and over, each on a connection of its own, the next request as soon as the last is
 * answered. All of them live on the calling thread, so that they take as little as they can from the server measured.
 */
final class Load {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final long LONGEST_MICROS = 60_000_000;

    private Load() {}

    /**
     * What was measured.
     *
     * @param micros latencies, in microseconds
     * @param seconds for how long
     */
    record Result(Histogram micros, double seconds) {
        double perSecond() {
            return micros.getTotalCount() / seconds;
        }
    }

    /** Runs so many clients for so long. Fails at the first answer that is not 200. */
    static Result run(URI url, int clients, Duration duration) throws IOException {
        byte[] request = ("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                new Connection(url, request, micros).open(selector);
            }
            long started = System.nanoTime();
            long end = started + duration.toNanos();
            while (System.nanoTime() < end) {
                selector.select(key -> ((Connection) key.attachment()).read(), 1000);
            }
            Result result = new Result(micros, (System.nanoTime() - started) / 1e9);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return result;
        }
    }

    private static final class Connection {
        private final URI url;
        private final ByteBuffer request;
        private final Histogram micros;
        private SocketChannel channel;
        private ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
        private int expected = -1;
        private long sent;

        Connection(URI url, byte[] request, Histogram micros) {
            this.url = url;
            this.request = ByteBuffer.wrap(request);
            this.micros = micros;
        }

        void open(Selector selector) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            send();
        }

        private void send() throws IOException {
            request.rewind();
            answer.clear();
            expected = -1;
            sent = System.nanoTime();
            channel.write(request);
        }

        void read() {
            try {
                if (!answer.hasRemaining()) {
                    answer = ByteBuffer.allocate(answer.capacity() * 4).put(answer.flip());
                }
                if (channel.read(answer) < 0) {
                    throw new EOFException(url + " closed the connection");
                }
                if (expected < 0) {
                    expected = expected();
                }
                if (expected >= 0 && answer.position() >= expected) {
                    micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - sent) / 1000));
                    send();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The length of the whole answer, -1 while its head is not complete. */
        private int expected() throws IOException {
            int end = headEnd();
            if (end < 0) {
                return -1;
            }
            String head = new String(answer.array(), 0, end, StandardCharsets.ISO_8859_1);
            Matcher length = LENGTH.matcher(head);
            if (!head.startsWith("HTTP/1.1 200") || !length.find()) {
                throw new IOException(url + " answered " + head);
            }
            return end + Integer.parseInt(length.group(1));
        }

        private int headEnd() {
            byte[] bytes = answer.array();
            for (int i = 0; i + HEAD_END.length <= answer.position(); i++) {
                if (bytes[i] == '\r' && Arrays.equals(bytes, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                    return i + HEAD_END.length;
                }
            }
            return -1;
        }
    }
}
