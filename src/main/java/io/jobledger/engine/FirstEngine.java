package io.jobledger.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Represents a cluster by several members. Each member answers for the whole cluster. It stays with one member until that
 * is away, then takes the first that is there.
 */
public final class FirstEngine implements Engine {
    private final List<Engine> members;
    private final AtomicInteger current = new AtomicInteger();

    /** @param members at least one, in the order in which they are preferred; all of one name */
    public FirstEngine(List<Engine> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public String name() {
        return members.get(0).name();
    }

    /** Returns the state of the current member. */
    @Override
    public EngineState state() {
        return session().isPresent()
                ? EngineState.RUNNING
                : members.get(current.get()).state();
    }

    @Override
    public synchronized Optional<EngineSession> session() {
        Optional<EngineSession> session = members.get(current.get()).session();
        for (int i = 0; session.isEmpty() && i < members.size(); i++) {
            session = members.get(i).session();
            if (session.isPresent()) {
                current.set(i);
            }
        }
        return session;
    }

    @Override
    public List<EngineSession> sessions() {
        return members.stream().flatMap(member -> member.session().stream()).toList();
    }

    /** Waits for whichever member is there first. Fails with the error of the first one if none is. */
    @Override
    public CompletionStage<EngineSession> ready(Duration wait) {
        Optional<EngineSession> now = session();
        if (now.isPresent()) {
            return CompletableFuture.completedStage(now.get());
        }
        CompletableFuture<EngineSession> ready = new CompletableFuture<>();
        List<CompletableFuture<EngineSession>> each = members.stream()
                .map(member -> member.ready(wait).toCompletableFuture())
                .toList();
        each.forEach(one -> one.thenAccept(ready::complete));
        CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .exceptionallyCompose(error -> each.get(0).thenApply(session -> null))
                .whenComplete((done, error) -> {
                    if (error != null) {
                        ready.completeExceptionally(error);
                    }
                });
        // The session that calls compare with is that of the current member.
        return ready.thenApply(session -> session().orElse(session));
    }

    @Override
    public void onLost(Consumer<EngineSession> listener) {
        members.forEach(member -> member.onLost(listener));
    }

    @Override
    public void start() {
        members.forEach(Engine::start);
    }

    @Override
    public void stop() {
        members.forEach(Engine::stop);
    }
}
