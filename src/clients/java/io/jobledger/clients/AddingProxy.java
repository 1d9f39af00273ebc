package io.jobledger.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Adds fields to every JSON object that has one, in each answer, as a newer service might. */
final class AddingProxy implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "accept-encoding");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong added = new AtomicLong();
    private final HttpServer server;
    private final URI service;

    private AddingProxy(HttpServer server, URI service) {
        this.server = server;
        this.service = service;
    }

    /** Starts it in front of a service. */
    static AddingProxy start(URI service) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AddingProxy proxy = new AddingProxy(server, service);
        server.setExecutor(proxy.threads);
        server.createContext("/", proxy::pass);
        server.start();
        return proxy;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many fields it has added so far. */
    long added() {
        return added.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create(service + exchange.getRequestURI().toString()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(
                    exchange.getRequestMethod(),
                    body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] more = more(answer);
            exchange.sendResponseHeaders(answer.statusCode(), more.length == 0 ? -1 : more.length);
            exchange.getResponseBody().write(more);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] more(HttpResponse<byte[]> answer) throws IOException {
        String type = answer.headers().firstValue("content-type").orElse("");
        if (!type.startsWith("application/json") || answer.body().length == 0) {
            return answer.body();
        }
        JsonNode document = MAPPER.readTree(answer.body());
        add(document);
        return MAPPER.writeValueAsBytes(document);
    }

    /**
     * Adds a field with the value of another one, so that a map of numbers stays one. An object whose values differ in type is
     * no such map: it gets a number and an object too. An object without fields stays as it is, since it may be such a map.
     */
    private void add(JsonNode node) {
        node.forEach(this::add);
        if (!(node instanceof ObjectNode object) || object.isEmpty()) {
            return;
        }
        boolean mixed =
                object.valueStream().map(JsonNode::getNodeType).distinct().count() > 1;
        object.set("newField", object.iterator().next());
        added.incrementAndGet();
        if (mixed) {
            object.put("newNumber", 1.5)
                    .putObject("newObject")
                    .put("newText", "new")
                    .putArray("newArray");
            added.addAndGet(2);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
