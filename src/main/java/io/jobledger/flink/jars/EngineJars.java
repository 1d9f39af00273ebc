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

/** Which of our jars the engine has, and under which id of its own: it gets those that it lacks. */
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
     * The engine's own id of our jar, uploaded first if the engine has no such jar (any more).
     *
     * @return completes exceptionally with the engine's answer, {@link RefusedJar}, if it does not take the jar
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

    /** Lets the engine delete its copy, if it has one; its answer does not matter. */
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

    /** By address: an engine that was only out of reach still has its jars. */
    private record Key(URI engine, String jarId) {}

    /** The engine did not take a jar. */
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
