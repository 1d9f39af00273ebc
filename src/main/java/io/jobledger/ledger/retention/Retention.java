package io.jobledger.ledger.retention;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.runs.RunCounts;
import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes closed runs by the configured rules: a run goes if any rule says so. Open runs are still followed. */
@Singleton
public class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int EXAMPLES = 10;

    private final List<RetentionRule> rules;
    private final ExpiredRuns expired;
    private final RunDeletion deletion;
    private final Ledger ledger;
    private final ApplicationEventPublisher<RunsForgotten> forgotten;
    private final Clock clock;

    public Retention(
            RetentionRules rules,
            Database database,
            Transactions transactions,
            RunCounts counts,
            Ledger ledger,
            ApplicationEventPublisher<RunsForgotten> forgotten,
            Clock clock) {
        this.rules = rules.all();
        this.expired = new ExpiredRuns(database);
        this.deletion = new RunDeletion(database, transactions, counts);
        this.ledger = ledger;
        this.forgotten = forgotten;
        this.clock = clock;
    }

    /** Returns whether any run is ever deleted. */
    public boolean enabled() {
        return !rules.isEmpty();
    }

    /** Returns the runs that would go now. It counts rows, which takes a second or so where there are a million. */
    public RetentionPreview dryRun() {
        long now = clock.millis();
        List<RetentionPreview.Effect> effects = new ArrayList<>();
        List<Expiry> expiries = new ArrayList<>();
        for (RetentionRule rule : rules) {
            Optional<Expiry> expiry = expired.expiry(rule, now);
            expiry.ifPresent(expiries::add);
            effects.add(expiry.map(this::effect).orElse(new RetentionPreview.Effect(rule, 0, List.of())));
        }
        long all = effects.size() == 1 ? effects.get(0).wouldDelete() : expired.count(expiries);
        return new RetentionPreview(effects, all);
    }

    private RetentionPreview.Effect effect(Expiry expiry) {
        List<JobRun> examples = expired.page(expiry, RunEnd.FIRST, EXAMPLES).stream()
                .flatMap(end -> ledger.run(end.runId()).stream())
                .toList();
        return new RetentionPreview.Effect(expiry.rule(), expired.count(List.of(expiry)), examples);
    }

    /**
     * Deletes the runs that the rules name, a few at a time.
     *
     * @param goOn asked before each few
     * @return how many runs
     */
    public long apply(BooleanSupplier goOn) {
        long deleted = 0;
        long now = clock.millis();
        // All rules are asked first: when one of them deletes a run, the others must keep no other run in its place.
        List<Expiry> expiries = rules.stream()
                .flatMap(rule -> expired.expiry(rule, now).stream())
                .toList();
        for (Expiry expiry : expiries) {
            deleted += apply(expiry, goOn);
        }
        return deleted;
    }

    private long apply(Expiry expiry, BooleanSupplier goOn) {
        long deleted = 0;
        RunEnd last = RunEnd.FIRST;
        while (goOn.getAsBoolean()) {
            List<RunEnd> page = expired.page(expiry, last, RunDeletion.BATCH);
            if (page.isEmpty()) {
                break;
            }
            deleted += deletion.delete(page.stream().map(RunEnd::runId).toList());
            forgotten.publishEvent(new RunsForgotten());
            last = page.get(page.size() - 1);
        }
        if (deleted > 0) {
            LOG.info(
                    "{} runs were deleted by jobledger.history.retention.rules[{}]",
                    deleted,
                    expiry.rule().index());
        }
        return deleted;
    }
}
