package io.jobledger.flink.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobledger.flink.archive.RealArchives;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.recorded.DerivedDocuments;
import io.jobledger.ledger.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Somebody else's cluster: it serves the documents of the corpus's archives, of jobs that come and go as told. */
public final class StubFlink implements AutoCloseable {
    static final String HELD = "held=true";

    private static final long RUNNING_SINCE = -1;

    private final HttpServer server;
    private final Map<String, Map<String, Document>> jobs = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> listed = new ConcurrentHashMap<>();
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger holding = new AtomicInteger();
    private volatile boolean broken;
    private volatile CountDownLatch held = new CountDownLatch(0);

    private volatile String tooLarge;

    public StubFlink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many listings it gave. */
    int listings() {
        return listings.get();
    }

    /** How many requests with the query {@link #HELD} there were. */
    int held() {
        return holding.get();
    }

    /** How many it refused to give. */
    int refusals() {
        return refusals.get();
    }

    void breakListings(boolean broken) {
        this.broken = broken;
    }

    /** The archived job runs, since the given moment. */
    public void runs(String jobId, long startTime) {
        serve(jobId, root -> {
            root.put("state", "RUNNING");
            root.put("start-time", startTime);
            root.put("end-time", RUNNING_SINCE);
        });
    }

    /** When the job began, as it is listed. */
    long startTime(String jobId) {
        return listed.get(jobId).path("start-time").asLong();
    }

    /** A job that it already lists begins anew, and it is gone before anybody has read of that. */
    void listsOnly(String jobId, long startTime) {
        jobs.remove(jobId);
        listed.put(jobId, listed.get(jobId).deepCopy().put("start-time", startTime));
    }

    /** Answers to requests with the query {@link #HELD} have to wait for the latch. */
    void hold(CountDownLatch latch) {
        held = latch;
    }

    /** The archived job is what its archive says. */
    public void ended(String jobId) {
        serve(jobId, root -> {});
    }

    /** The archived job ended as its archive says, and began at the given moment. */
    void endedAt(String jobId, long startTime) {
        serve(jobId, root -> root.put("start-time", startTime));
    }

    void forget(String jobId) {
        listed.remove(jobId);
        jobs.remove(jobId);
    }

    /** It still lists the job and begins to forget it: of what is asked last, it knows nothing any more. */
    void beginToForget(String jobId) {
        Map<String, Document> documents = new LinkedHashMap<>(jobs.get(jobId));
        DerivedDocuments.families(RealArchives.JSON.read(documents.get("").body()))
                .forEach(documents::remove);
        jobs.put(jobId, documents);
    }

    /** Its answers at this path, below any job, are larger than the service reads. */
    void tooLarge(String below) {
        tooLarge = below;
    }

    /** What it answers about the job, by path below it. */
    public Map<String, Document> documents(String jobId) {
        return jobs.get(jobId);
    }

    private void serve(String jobId, Consumer<ObjectNode> change) {
        Map<String, Document> documents = new LinkedHashMap<>();
        ObjectNode entry = null;
        for (JsonNode document : FlinkCorpus.archive(jobId)) {
            String path = document.path("path").asText();
            String body = document.path("json").asText();
            if (path.equals("/jobs/overview")) {
                entry = (ObjectNode) FlinkCorpus.parse(body).path("jobs").path(0);
                continue;
            }
            String below = path.substring(("/jobs/" + jobId).length());
            if (below.isEmpty()) {
                ObjectNode root = (ObjectNode) FlinkCorpus.parse(body);
                change.accept(root);
                body = root.toString();
            }
            documents.put(below, new Document(below, 200, body.getBytes(StandardCharsets.UTF_8)));
        }
        change.accept(entry);
        documents.putAll(DerivedDocuments.missing(documents, RealArchives.JSON));
        jobs.put(jobId, documents);
        listed.put(jobId, entry);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (HELD.equals(exchange.getRequestURI().getQuery())) {
                holding.incrementAndGet();
                held.await();
            }
            if (path.equals("/jobs/overview")) {
                listing(exchange);
                return;
            }
            if (path.equals("/overview")) {
                send(exchange, 200, "{\"taskmanagers\":1,\"flink-version\":\"1.20.5\"}");
                return;
            }
            String[] parts = path.split("/", 4);
            Map<String, Document> documents = parts.length > 2 ? jobs.get(parts[2]) : null;
            Document document = documents == null ? null : documents.get(parts.length > 3 ? "/" + parts[3] : "");
            if (parts.length > 3 && ("/" + parts[3]).equals(tooLarge)) {
                exchange.sendResponseHeaders(200, Long.MAX_VALUE);
            } else if (document == null) {
                send(exchange, 404, "{\"errors\":[\"org.apache.flink.runtime.rest.NotFoundException: not found\"]}");
            } else {
                send(exchange, document.status(), new String(document.body(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listing(HttpExchange exchange) throws IOException {
        if (broken) {
            refusals.incrementAndGet();
            send(exchange, 500, "{\"errors\":[\"Internal server error.\"]}");
            return;
        }
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        listed.values().forEach(entries::add);
        listings.incrementAndGet();
        send(exchange, 200, "{\"jobs\":" + entries + "}");
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
