package io.jobledger.history.api;

import io.jobledger.history.contract.RetentionController;
import io.jobledger.history.contract.model.RetentionPreview;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.ledger.retention.Retention;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Serves a preview of the runs that retention would delete. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class HistoryRetentionController implements RetentionController {
    private final Retention retention;
    private final HistoryModels wording;

    HistoryRetentionController(Retention retention, HistoryModels wording) {
        this.retention = retention;
        this.wording = wording;
    }

    @Override
    public HttpResponse<RetentionPreview> getRetention() {
        io.jobledger.ledger.retention.RetentionPreview preview = retention.dryRun();
        return HttpResponse.ok(new RetentionPreview(
                retention.enabled(), preview.rules().stream().map(wording::rule).toList(), preview.wouldDelete()));
    }
}
