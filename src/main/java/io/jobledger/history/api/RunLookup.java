package io.jobledger.history.api;

import io.jobledger.http.ApiException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;

/** Finds the run of a request. */
@Singleton
final class RunLookup {
    private final Ledger ledger;

    RunLookup(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param number which run of the job; null for the newest
     * @throws ApiException 404 if there is no such job or run; 400 if the number is below 1
     */
    JobRun run(JobKey key, @Nullable Integer number) {
        if (number != null && number < 1) {
            throw Parameters.wrong("run", "a number from 1", number);
        }
        JobRun newest =
                ledger.newestRun(key).orElseThrow(() -> ApiException.notFound("There is no " + named(key) + '.'));
        if (number == null || number == newest.run()) {
            return newest;
        }
        return ledger.runs(key).stream()
                .filter(run -> run.run() == number)
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("There is no run " + number + " of " + named(key) + '.'));
    }

    private static String named(JobKey key) {
        return "job " + key.jobId() + " of " + key.engine() + " on " + key.cluster();
    }
}
