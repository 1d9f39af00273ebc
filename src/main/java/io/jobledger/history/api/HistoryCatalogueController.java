package io.jobledger.history.api;

import io.jobledger.history.contract.CatalogueController;
import io.jobledger.history.contract.model.ExceptionGroupPage;
import io.jobledger.history.contract.model.OperationPage;
import io.jobledger.history.contract.model.SavepointPage;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.ledger.search.Catalogue;
import io.jobledger.ledger.search.ExceptionQuery;
import io.jobledger.ledger.search.ExceptionSearch;
import io.jobledger.ledger.search.OperationQuery;
import io.jobledger.ledger.search.SavepointQuery;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** Serves exceptions, savepoints and operations of all jobs. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
record HistoryCatalogueController(
        ExceptionSearch exceptions, Catalogue catalogue, KnownEngines engines, HistoryModels wording)
        implements CatalogueController {
    @Override
    public HttpResponse<ExceptionGroupPage> listExceptions(
            @Nullable String text,
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable Long seenFrom,
            @Nullable Long seenTo,
            @Nullable Integer limit,
            @Nullable String cursor) {
        ExceptionQuery query = new ExceptionQuery(
                text, engines.of(engine), Parameters.all(cluster), Parameters.range("seen", seenFrom, seenTo));
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> exceptions.groups(query, asked),
                wording::group,
                (items, next) -> new ExceptionGroupPage(items).cursor(next));
    }

    @Override
    public HttpResponse<SavepointPage> listSavepoints(
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable String jobId,
            @Nullable Boolean disposed,
            @Nullable Long createdFrom,
            @Nullable Long createdTo,
            @Nullable Integer limit,
            @Nullable String cursor) {
        SavepointQuery query = new SavepointQuery(
                engines.of(engine),
                Parameters.all(cluster),
                jobId,
                disposed,
                Parameters.range("created", createdFrom, createdTo));
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> catalogue.savepoints(query, asked),
                wording::savepoint,
                (items, next) -> new SavepointPage(items).cursor(next));
    }

    @Override
    public HttpResponse<OperationPage> listOperations(
            @Nullable List<String> engine,
            @Nullable List<String> cluster,
            @Nullable String jobId,
            @Nullable List<String> kind,
            @Nullable List<String> status,
            @Nullable Long requestedFrom,
            @Nullable Long requestedTo,
            @Nullable Integer limit,
            @Nullable String cursor) {
        OperationQuery query = new OperationQuery(
                engines.of(engine),
                Parameters.all(cluster),
                jobId,
                Parameters.constants("kind", kind, OperationKind.class),
                Parameters.constants("status", status, OperationStatus.class),
                Parameters.range("requested", requestedFrom, requestedTo));
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> catalogue.operations(query, asked),
                wording::operation,
                (items, next) -> new OperationPage(items).cursor(next));
    }
}
