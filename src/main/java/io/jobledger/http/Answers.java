package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.util.concurrent.CompletionStage;

/**
 * Answers requests of one engine's API that need no code of their own. The generated interfaces call the method that
 * {@code x-answered-by} names in the contract.
 */
public interface Answers {

    /** Returns the engine's answer. Fails with 503 while there is no engine. */
    CompletionStage<HttpResponse<?>> engine(HttpRequest<?> request);

    /** Returns the engine's answer as it comes, because the contract says {@code x-raw}. */
    CompletionStage<HttpResponse<?>> raw(HttpRequest<?> request);

    /** Returns the answer of the engine while it has the job, else that of the ledger. */
    CompletionStage<HttpResponse<?>> either(HttpRequest<?> request);
}
