package io.jobledger.fuzz;

import io.jobledger.fuzz.FuzzRequest.Ending;
import io.jobledger.fuzz.FuzzRequest.Expected;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends requests byte by byte, on one connection for as long as it stays open. */
final class FuzzConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_PIECES_MILLIS = 3;
    private static final int KEPT = 4_000;

    private final URI server;
    private Socket socket;
    private InputStream in;
    private int closedIdle;

    FuzzConnection(URI server) {
        this.server = server;
    }

    /** How often the server closed the connection before a further request on it, which clients have to expect. */
    int closedIdle() {
        return closedIdle;
    }

    /** Returns an answer for each that is due, fewer only if the last one is none. */
    List<FuzzAnswer> send(FuzzRequest request) throws IOException {
        if (request.ending() != Ending.KEEP) {
            close();
        }
        boolean reused = socket != null;
        List<FuzzAnswer> answers = attempt(request);
        if (reused && answers.size() == 1 && answers.get(0).status() == FuzzAnswer.CLOSED) {
            closedIdle++;
            answers = attempt(request);
        }
        return answers;
    }

    private List<FuzzAnswer> attempt(FuzzRequest request) throws IOException {
        if (socket == null) {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedInputStream(socket.getInputStream(), 16_384);
        }
        String broken = write(request);
        List<FuzzAnswer> answers = new ArrayList<>();
        boolean open = request.ending() == Ending.KEEP;
        for (Expected expected : request.expected()) {
            FuzzAnswer answer = read(expected.head(), broken);
            answers.add(answer);
            open &= !answer.closes();
            if (answer.closes()) {
                break;
            }
        }
        if (!open) {
            close();
        }
        return answers;
    }

    /** Returns what went wrong: the server may answer, and close, before it has read everything. */
    private String write(FuzzRequest request) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < request.pieces().size(); i++) {
                if (i > 0) {
                    Thread.sleep(BETWEEN_PIECES_MILLIS);
                }
                out.write(request.pieces().get(i));
            }
            if (request.ending() == Ending.HALF_CLOSE) {
                socket.shutdownOutput();
            }
            return "";
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private FuzzAnswer read(boolean head, String broken) {
        long start = System.nanoTime();
        try {
            int status;
            boolean closes;
            long length;
            boolean chunked;
            do {
                String[] line = line().split(" ", 3);
                if (line.length < 2 || !line[0].startsWith("HTTP/1.")) {
                    return FuzzAnswer.closed("no answer, but \"" + String.join(" ", line) + '"', millis(start));
                }
                status = Integer.parseInt(line[1]);
                closes = line[0].equals("HTTP/1.0");
                length = -1;
                chunked = false;
                for (String header = line(); !header.isEmpty(); header = line()) {
                    String lower = header.toLowerCase(Locale.ROOT);
                    if (lower.startsWith("content-length:")) {
                        length = Long.parseLong(lower.substring(15).trim());
                    } else if (lower.startsWith("transfer-encoding:")) {
                        chunked = lower.contains("chunked");
                    } else if (lower.startsWith("connection:")) {
                        closes |= lower.contains("close");
                    }
                }
            } while (status < 200);
            StringBuilder body = new StringBuilder();
            if (!head && status != 204 && status != 304) {
                if (chunked) {
                    readChunks(body);
                } else if (length >= 0) {
                    readExactly(length, body);
                } else {
                    closes = true;
                    readExactly(Long.MAX_VALUE, body);
                }
            }
            return new FuzzAnswer(status, body.toString(), closes, millis(start));
        } catch (SocketTimeoutException e) {
            return FuzzAnswer.none(millis(start));
        } catch (IOException e) {
            return FuzzAnswer.closed(broken.isEmpty() ? e.toString() : broken, millis(start));
        }
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private void readChunks(StringBuilder body) throws IOException {
        while (true) {
            long size = Long.parseLong(line().replaceFirst(";.*", "").trim(), 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // Trailers.
                }
                return;
            }
            readExactly(size, body);
            line();
        }
    }

    private void readExactly(long length, StringBuilder body) throws IOException {
        byte[] buffer = new byte[8_192];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                if (length == Long.MAX_VALUE) {
                    return;
                }
                throw new EOFException("the body ends " + left + " bytes too soon");
            }
            left -= read;
            if (body.length() < KEPT) {
                body.append(new String(buffer, 0, Math.min(read, KEPT), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after \"" + line + '"');
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
