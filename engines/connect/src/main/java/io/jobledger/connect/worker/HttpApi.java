package io.jobledger.connect.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers over HTTP, on the loopback interface only. */
final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private HttpApi() {}

    static HttpServer start(int port, Routes routes) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(EmbeddedBroker.LOOPBACK, port), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(work -> TimeLimit.thread("http", HttpApi.class.getClassLoader(), work)));
        server.createContext("/", exchange -> {
            try (exchange) {
                Answer answer = answer(exchange, routes);
                exchange.getResponseHeaders().set("Content-Type", answer.contentType());
                exchange.sendResponseHeaders(answer.status(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        });
        server.start();
        return server;
    }

    private static Answer answer(HttpExchange exchange, Routes routes) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            List<String> path = Stream.of(
                            exchange.getRequestURI().getRawPath().substring(1).split("/"))
                    .map(segment -> decoded(segment.replace("+", "%2B")))
                    .toList();
            return routes.answer(
                    exchange.getRequestMethod(),
                    path,
                    config(exchange.getRequestURI().getRawQuery()),
                    body);
        } catch (Exception | Error e) {
            LOG.debug("{} failed", exchange.getRequestURI().getRawPath(), e);
            return Answer.error(500, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static String config(String query) {
        return Stream.of((query == null ? "" : query).split("&"))
                .filter(parameter -> parameter.startsWith("config="))
                .map(parameter -> decoded(parameter.substring("config=".length())))
                .findFirst()
                .orElse(null);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
