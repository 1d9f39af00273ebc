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
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Clients that send GETs, each on a connection of its own, the next request as soon as the last is answered. All of them
 * live on the calling thread, so that they take as little as they can from the server measured.
 */
final class Load {
    private static final byte[] STATUS_OK = ascii("HTTP/1.1 200");
    private static final byte[] LENGTH = ascii("\r\ncontent-length:");
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final long LONGEST_MICROS = 60_000_000;

    private final URI server;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Iterator<byte[]> requests;
    private int busy;

    private Load(URI server, Iterator<byte[]> requests) {
        this.server = server;
        this.requests = requests;
    }

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

    /** Sends the same GET over and over for so long. Fails at the first answer that is not 200. */
    static Result run(URI url, int clients, Duration duration) throws IOException {
        byte[] request = request(url, url.getRawPath());
        long end = System.nanoTime() + duration.toNanos();
        return new Load(url, new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return System.nanoTime() < end;
                    }

                    @Override
                    public byte[] next() {
                        return request;
                    }
                })
                .run(clients);
    }

    /** Asks the server for each path once. Fails at the first answer that is not 200. */
    static Result each(URI server, List<String> paths, int clients) throws IOException {
        return new Load(
                        server,
                        paths.stream().map(path -> request(server, path)).iterator())
                .run(clients);
    }

    private static byte[] request(URI server, String path) {
        return ascii("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Result run(int clients) throws IOException {
        try (Selector selector = Selector.open()) {
            long started = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                new Connection().open(selector);
            }
            while (busy > 0) {
                selector.select(key -> ((Connection) key.attachment()).read(), 1000);
            }
            Result result = new Result(micros, (System.nanoTime() - started) / 1e9);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return result;
        }
    }

    private final class Connection {
        private SocketChannel channel;
        private ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
        private int expected = -1;
        private long sent;

        void open(Selector selector) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            busy++;
            send();
        }

        private void send() throws IOException {
            if (!requests.hasNext()) {
                busy--;
                return;
            }
            answer.clear();
            expected = -1;
            sent = System.nanoTime();
            channel.write(ByteBuffer.wrap(requests.next()));
        }

        void read() {
            try {
                if (!answer.hasRemaining()) {
                    answer = ByteBuffer.allocate(answer.capacity() * 4).put(answer.flip());
                }
                if (channel.read(answer) < 0) {
                    throw new EOFException(server + " closed the connection");
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
            int end = find(HEAD_END, answer.position());
            if (end < 0) {
                return -1;
            }
            int length = find(LENGTH, end);
            if (!matches(STATUS_OK, 0) || length < 0) {
                throw new IOException(
                        server + " answered " + new String(answer.array(), 0, end, StandardCharsets.ISO_8859_1));
            }
            return end + number(length);
        }

        /** Where the text, in lower case, ends for the first time; -1 if it is not there. */
        private int find(byte[] text, int limit) {
            byte[] bytes = answer.array();
            for (int at = 0; at + text.length <= limit; at++) {
                if (bytes[at] == text[0] && matches(text, at)) {
                    return at + text.length;
                }
            }
            return -1;
        }

        private boolean matches(byte[] text, int at) {
            byte[] bytes = answer.array();
            for (int i = 0; i < text.length; i++) {
                byte b = bytes[at + i];
                if (b != text[i] && (b < 'A' || b > 'Z' || b + ('a' - 'A') != text[i])) {
                    return false;
                }
            }
            return true;
        }

        private int number(int at) {
            byte[] bytes = answer.array();
            while (bytes[at] == ' ') {
                at++;
            }
            int number = 0;
            for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                number = number * 10 + bytes[at] - '0';
            }
            return number;
        }
    }
}
