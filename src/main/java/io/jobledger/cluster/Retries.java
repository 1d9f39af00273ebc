package io.jobledger.cluster;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Repeats calls that fail for reasons that pass by themselves. */
public final class Retries {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Retries() {}

    /**
     * Calls, and calls again 250 ms after each failure that passes by itself.
     *
     * @param times how often it is called again at most
     * @param passes whether a failure passes by itself
     * @return the first answer, or the last failure
     */
    public static <T> CompletionStage<T> call(
            Supplier<? extends CompletionStage<T>> call, int times, Predicate<Throwable> passes) {
        return Mono.fromCompletionStage(call)
                .retryWhen(Retry.fixedDelay(times, PAUSE)
                        .filter(passes)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()))
                .toFuture();
    }
}
