package io.jobledger.flink.jars;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.http.Json;
import io.jobledger.ledger.jars.Jar;
import io.micronaut.http.HttpMethod;
import io.micronaut.json.tree.JsonNode;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Maps our jars to the engine's ids, and uploads those that the engine lacks. */
public final class EngineJars {
    private final FlinkLive live;
    private final Engine engine;
    private final EngineClient client;
    private final JarStore store;
    private final Json json;
    private final Map<Key, CompletableFuture<String>> uploads = new ConcurrentHashMap<>();

    public EngineJars(FlinkLive live, Engine engine, EngineClient client, JarStore store, Json json) {
        this.live = live;
        this.engine = engine;
        this.client = client;
        this.store = store;
        this.json = json;
    }

    /**
     * Returns the engine's id of our jar, after an upload if the engine lacks the jar.
     *
     * @return completes exceptionally with {@link RefusedJar}, the engine's answer, if the engine refuses the jar
     */
    public CompletionStage<String> engineId(Jar jar) {
        return live.onSession(session -> {
            Key key = new Key(session.baseUrl(), jar.id());
            CompletableFuture<String> uploaded = uploads.get(key);
            if (uploaded == null || uploaded.isCompletedExceptionally()) {
                return upload(session, key, jar);
            }
            return uploaded.thenCompose(id -> present(session).thenCompose(ids -> {
                if (ids.contains(id)) {
                    return CompletableFuture.completedFuture(id);
                }
                uploads.remove(key, uploaded);
                return upload(session, key, jar);
            }));
        });
    }

    /** Asks the engine to delete its copy, if it has one, and ignores the answer. */
    public void forget(Jar jar) {
        engine.session().ifPresent(session -> {
            CompletableFuture<String> uploaded = uploads.remove(new Key(session.baseUrl(), jar.id()));
            if (uploaded != null) {
                uploaded.thenCompose(
                        id -> client.exchange(session, HttpMethod.DELETE, "/jars/" + id, null, new byte[0]));
            }
        });
    }

    private CompletableFuture<String> upload(EngineSession session, Key key, Jar jar) {
        uploads.keySet().removeIf(known -> !known.engine().equals(key.engine()));
        return uploads.compute(
                key,
                (same, earlier) -> earlier != null && !earlier.isCompletedExceptionally()
                        ? earlier
                        : client.upload(session, "/jars/upload", store.file(jar))
                                .thenApply(this::uploadedId)
                                .toCompletableFuture());
    }

    private String uploadedId(EngineAnswer answer) {
        if (!answer.ok()) {
            throw new RefusedJar(answer);
        }
        String path = Json.text(json.read(answer.body()), "filename");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private CompletionStage<Set<String>> present(EngineSession session) {
        return client.get(session, "/jars").thenApply(answer -> {
            Set<String> ids = new HashSet<>();
            for (JsonNode file : Json.elements(json.read(answer.body()), "files")) {
                ids.add(Json.text(file, "id"));
            }
            return ids;
        });
    }

    /** Identifies a copy by the engine's address: an engine that was only out of reach still has its jars. */
    private record Key(URI engine, String jarId) {}

    /** Reports that the engine refused a jar. */
    public static final class RefusedJar extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient EngineAnswer answer;

        RefusedJar(EngineAnswer answer) {
            super("The engine refused the jar with " + answer.status(), null, false, false);
            this.answer = answer;
        }

        public EngineAnswer answer() {
            return answer;
        }
    }
}
