package io.jobledger.connect.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobledger.connect.contract.ConnectCorpus;
import io.jobledger.connect.contract.ConnectCorpus.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Answers as a real worker did when the corpus was recorded, at a moment that a test chooses. */
final class CorpusWorker implements AutoCloseable {
    private final HttpServer server;
    private final ConnectCorpus corpus;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile int moment;

    CorpusWorker(ConnectCorpus corpus) {
        this.corpus = corpus;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Has it answer as when the answer with this number was recorded. */
    void at(int number) {
        moment = number;
    }

    /** Has it answer as when the first answer with this label was recorded. */
    void at(String label) {
        at(corpus.answers().stream().map(Answer::label).toList().indexOf(label));
    }

    /** The calls that changed something, in their order. */
    List<String> changes() {
        return heard;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = decoded(exchange.getRequestURI().toString());
        boolean posted = exchange.getRequestMethod().equals("POST");
        String call = posted && !sent.isEmpty() ? target + "?config=" + sent : target;
        if (call.contains("config=") || call.matches(".*/(stop|pause|resume|restart|all)")) {
            heard.add(exchange.getRequestMethod() + ' ' + call);
        }
        List<Answer> answers = corpus.answers();
        int found = -1;
        for (int i = 0; i < answers.size(); i++) {
            if (sameCall(answers.get(i), call) && (i <= moment || found < 0)) {
                found = i;
            }
        }
        if (found < 0
                && call.contains("?config=")
                && decoded(answers.get(moment).target()).startsWith(call.replaceFirst("\\?.*", "") + "?config=")) {
            // Another config of the same connector: what its creation was answered at this moment.
            found = moment;
        }
        byte[] body = (found < 0 ? "Not found" : answers.get(found).body()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        found < 0 ? "text/plain" : answers.get(found).contentType());
        exchange.sendResponseHeaders(found < 0 ? 404 : answers.get(found).status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static boolean sameCall(Answer answer, String call) {
        String recorded = decoded(answer.target().replaceFirst("/$", ""));
        if (!answer.requestBody().isEmpty()) {
            recorded += "?config=" + answer.requestBody();
        }
        return recorded.replace(" ", "").equals(call.replace(" ", "").replaceFirst("/$", ""));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
