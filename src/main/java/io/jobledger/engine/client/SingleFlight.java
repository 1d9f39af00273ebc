package io.jobledger.engine.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets equal calls in flight share one call. It is no cache: after a call has ended, with an answer or an error, the
 * next one is made anew.
 *
 * @param <K> the key; calls with equal keys are equal
 * @param <V> the answer
 */
final class SingleFlight<K, V> {
    private final ConcurrentMap<K, CompletableFuture<V>> inFlight = new ConcurrentHashMap<>();
    private final Consumer<V> discard;

    /** @param discard gets each answer that comes after its call was abandoned */
    SingleFlight(Consumer<V> discard) {
        this.discard = discard;
    }

    CompletionStage<V> join(K key, Supplier<CompletionStage<V>> call) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> earlier = inFlight.putIfAbsent(key, mine);
        if (earlier != null) {
            return earlier;
        }
        CompletionStage<V> started;
        try {
            started = call.get();
        } catch (RuntimeException e) {
            started = CompletableFuture.failedFuture(e);
        }
        started.whenComplete((value, error) -> {
            inFlight.remove(key, mine);
            if (error != null) {
                mine.completeExceptionally(error);
            } else if (!mine.complete(value)) {
                discard.accept(value);
            }
        });
        return mine;
    }

    /** Ends these calls in flight with an error, and discards their answers. */
    void abandon(Predicate<K> keys, Throwable error) {
        inFlight.forEach((key, call) -> {
            if (keys.test(key) && inFlight.remove(key, call)) {
                call.completeExceptionally(error);
            }
        });
    }
}
