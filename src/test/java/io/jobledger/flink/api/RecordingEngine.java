package io.jobledger.flink.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** In an engine's place: notes what is forwarded to it, and answers when it is told to. */
final class RecordingEngine implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> underWay = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> broken = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** @param target path and query, raw */
    record Received(String method, String target, Headers headers, byte[] body) {}

    /** @param body sent in so many pieces, each flushed, as there are elements */
    record Answer(int status, String contentType, List<byte[]> body) {}

    RecordingEngine() {
        answer("/overview", "{\"taskmanagers\":1,\"flink-version\":\"1.20.5\"}");
        answer("/jobs/overview", "{\"jobs\":[]}");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(String path, String json) {
        answer(
                path,
                new Answer(200, "application/json; charset=UTF-8", List.of(json.getBytes(StandardCharsets.UTF_8))));
    }

    void answer(String path, Answer answer) {
        answers.put(path, answer);
    }

    /** From now on requests for this path are answered only after the latch is released. */
    CountDownLatch hold(String path) {
        CountDownLatch latch = new CountDownLatch(1);
        held.put(path, latch);
        return latch;
    }

    /** The next requests for this path get no answer: their connections are closed. */
    void breakOff(String path, int times) {
        broken.put(path, new AtomicInteger(times));
    }

    List<Received> received(String path) {
        return received.stream()
                .filter(request -> request.target().replaceFirst("\\?.*", "").equals(path))
                .toList();
    }

    /** Whether a request for this path is not answered to the end. */
    boolean isUnderWay(String path) {
        return underWay.contains(path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        underWay.add(path);
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            received.add(new Received(
                    exchange.getRequestMethod(),
                    query == null ? path : path + '?' + query,
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            AtomicInteger breaks = broken.get(path);
            if (breaks != null && breaks.getAndDecrement() > 0) {
                return;
            }
            CountDownLatch latch = held.get(path);
            if (latch != null && !latch.await(3, TimeUnit.MINUTES)) {
                throw new IOException("Never released: " + path);
            }
            Answer answer = answers.getOrDefault(
                    path,
                    new Answer(200, "application/json; charset=UTF-8", List.of("{}".getBytes(StandardCharsets.UTF_8))));
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("X-From-Engine", "yes");
            exchange.sendResponseHeaders(answer.status(), 0);
            for (byte[] piece : answer.body()) {
                exchange.getResponseBody().write(piece);
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(path);
        }
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        server.stop(0);
    }
}
