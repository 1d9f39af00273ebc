package io.jobledger.flink.recorded;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.FlinkStates;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.RecordedDocument;
import io.micronaut.core.annotation.Nullable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers about jobs from the ledger, as the JobManager does about ended ones. Keeps answers about closed runs. */
public final class FlinkRecordedJobs {
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final MissingDocuments missing;
    private final DocumentViews views;
    private final DocumentCache cache;
    private final Json json;

    /**
     * @param cacheBytes {@code jobledger.document-cache}: maximum bytes of kept answers
     * @param databaseUrl {@code datasources.default.url}: unless it is H2's, other services may write to it too
     */
    public FlinkRecordedJobs(Ledger ledger, EngineCluster cluster, Json json, long cacheBytes, String databaseUrl) {
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.missing = new MissingDocuments(ledger, json);
        this.views = new DocumentViews(ledger, json);
        this.cache = new DocumentCache(cacheBytes, databaseUrl);
    }

    /** Returns the kept answer to a request target, or null. Never blocks. */
    @Nullable
    DocumentCache.Ready ready(String target) {
        return cache.get(target);
    }

    /** Forgets the kept answers about a job, because a run of it was recorded anew. */
    public void forget(String jobId) {
        cache.forget(jobId);
    }

    /** Forgets all kept answers, because runs were deleted. */
    public void forgetAll() {
        cache.forgetAll();
    }

    /**
     * Returns the answer from the ledger, or null if it does not know the job. Blocks for a read of the database.
     *
     * @throws ApiException 404 if the job is known and has no such document, 400 if the path or the query is malformed
     */
    @Nullable
    Document answer(JobRead request) {
        JobPath path = JobPath.parse(request.below());
        String empty = JobPath.emptyShape(path.path());
        return cache.reading(List.of(request.jobId()), reads -> {
            RecordedDocument found = ledger.document(cluster.job(request.jobId()), empty == null ? path.path() : "");
            if (found.unknownJob()) {
                return null;
            }
            return empty == null ? answer(request, path, found, reads.get(0)) : missing.empty(path, empty, found.run());
        });
    }

    private Document answer(JobRead request, JobPath path, RecordedDocument found, DocumentCache.Read read) {
        Document document = document(path, found);
        Document answer = views.of(document, request.query(), found.run());
        if (found.run().closure() != Closure.OPEN) {
            read.keep(request.target(), answer, request.route());
        }
        return answer;
    }

    private Document document(JobPath path, RecordedDocument found) {
        JobRun run = found.run();
        if (run.closure() == Closure.OPEN && FlinkStates.isFinal(run.state()) && LateEnd.isToldAt(path.path())) {
            Map<String, Document> known = new HashMap<>();
            for (String needed : LateEnd.NEEDED) {
                ledger.document(run.id(), needed).ifPresent(document -> known.put(needed, document));
            }
            Document ended =
                    new LateEnd(run.state(), run.endTime(), json).changed(known).get(path.path());
            if (ended != null) {
                return ended;
            }
        }
        return found.document() == null ? missing.at(path, run) : found.document();
    }

    /**
     * Returns the answers to requests for one path of several jobs, by job id; none where the answer is an error.
     * Blocks for a read of the database.
     */
    Map<String, Document> answers(Map<String, JobRead> requests) {
        List<String> jobIds = List.copyOf(requests.keySet());
        JobPath path = JobPath.parse(requests.get(jobIds.get(0)).below());
        Map<String, Document> answers = new HashMap<>();
        return cache.reading(jobIds, reads -> {
            Map<String, RecordedDocument> found = ledger.documents(cluster.kind(), cluster.name(), jobIds, path.path());
            for (int i = 0; i < jobIds.size(); i++) {
                String jobId = jobIds.get(i);
                try {
                    if (found.containsKey(jobId)) {
                        answers.put(jobId, answer(requests.get(jobId), path, found.get(jobId), reads.get(i)));
                    }
                } catch (ApiException e) {
                    // The server words the error, for a request that it has routed.
                }
            }
            return answers;
        });
    }

    /**
     * Returns an attempt of a running job, for an engine that has forgotten the attempt. Empty if it is not on record,
     * or the path is not of an attempt. Blocks for reads of the database.
     */
    Optional<Document> attempt(JobRead request) {
        JobPath path = JobPath.parse(request.below());
        if (path.attempt() == null) {
            return Optional.empty();
        }
        RecordedDocument recorded = ledger.document(cluster.job(request.jobId()), path.path());
        return recorded.unknownJob() || recorded.document() != null
                ? Optional.ofNullable(recorded.document())
                : missing.attempt(path, recorded.run());
    }
}
