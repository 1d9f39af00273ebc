package io.jobledger.flink.recorded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jobledger.http.ready.ReadyAnswer;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Keeps the newest answers about closed runs, by request target, except those read before their job was forgotten. */
final class DocumentCache {
    /** Time for which an answer may lack changes by another service on the same database. */
    private static final Duration OTHERS_SEEN_AFTER = Duration.ofSeconds(5);

    /** Bytes of an entry beside its target and its body. */
    private static final int OVERHEAD = 300;

    private final Cache<String, Ready> answers;
    private final Set<Read> reads = ConcurrentHashMap.newKeySet();

    /**
     * @param bytes how many bytes of answers to keep at most
     * @param databaseUrl unless it is H2's, other services may write to the database too
     */
    DocumentCache(long bytes, String databaseUrl) {
        Caffeine<String, Ready> cache = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((target, answer) -> OVERHEAD
                        + target.length()
                        + (int) Math.min(answer.document().size(), Integer.MAX_VALUE / 2));
        answers = databaseUrl.startsWith("jdbc:h2:")
                ? cache.build()
                : cache.expireAfterWrite(OTHERS_SEEN_AFTER).build();
    }

    /**
     * Holds a kept answer.
     *
     * @param route the template of the target's path
     */
    record Ready(String jobId, Document document, String route) {
        ReadyAnswer answer() {
            return new ReadyAnswer(route, document.body());
        }
    }

    /** Returns the answer to a target, or null. Never blocks. */
    @Nullable
    Ready get(String target) {
        return answers.getIfPresent(target);
    }

    synchronized void forget(String jobId) {
        reads.stream().filter(read -> read.jobId.equals(jobId)).forEach(read -> read.outOfDate = true);
        answers.asMap().values().removeIf(answer -> answer.jobId().equals(jobId));
    }

    synchronized void forgetAll() {
        reads.forEach(read -> read.outOfDate = true);
        answers.invalidateAll();
    }

    /**
     * Runs a read of the ledger, and returns its result.
     *
     * @param query reads; keeps answers by the reads that it is given, one for each job in the order of the ids
     */
    <T> T reading(List<String> jobIds, Function<List<Read>, T> query) {
        List<Read> begun = jobIds.stream().map(Read::new).toList();
        reads.addAll(begun);
        try {
            return query.apply(begun);
        } finally {
            begun.forEach(reads::remove);
        }
    }

    /** Marks a read of the ledger in progress. */
    final class Read {
        private final String jobId;

        /** True if its job was forgotten since it began. Guarded by the cache. */
        private boolean outOfDate;

        private Read(String jobId) {
            this.jobId = jobId;
        }

        /** Keeps an answer, unless its job was forgotten since this read began. */
        void keep(String target, Document answer, String route) {
            synchronized (DocumentCache.this) {
                if (!outOfDate) {
                    answers.put(target, new Ready(jobId, answer, route));
                }
            }
        }
    }
}
