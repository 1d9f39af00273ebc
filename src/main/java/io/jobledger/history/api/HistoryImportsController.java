package io.jobledger.history.api;

import io.jobledger.history.contract.ImportsController;
import io.jobledger.history.contract.model.ArchiveImport;
import io.jobledger.history.contract.model.ImportPage;
import io.jobledger.history.contract.model.ImportRequest;
import io.jobledger.history.contract.model.ImportStarted;
import io.jobledger.history.contract.model.QuarantinePage;
import io.jobledger.history.record.HistoryModels;
import io.jobledger.http.ApiException;
import io.jobledger.imports.Imports;
import io.jobledger.ledger.imports.Import;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Serves imports of directories of archives. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class HistoryImportsController implements ImportsController {
    /** The longest name that the ledger can keep, in characters. */
    private static final int LONGEST_CLUSTER = 255;

    private static final int LONGEST_DIRECTORY = 1024;

    private final Imports imports;
    private final HistoryModels wording;

    HistoryImportsController(Imports imports, HistoryModels wording) {
        this.imports = imports;
        this.wording = wording;
    }

    @Override
    public HttpResponse<ImportStarted> startImport(ImportRequest request) {
        String engine = request.getEngine() == null ? imports.defaultEngine() : request.getEngine();
        String cluster = text("cluster", request.getCluster(), LONGEST_CLUSTER);
        String directory = text("directory", request.getDirectory(), LONGEST_DIRECTORY);
        if (directory == null) {
            throw ApiException.badRequest("The field directory is missing.");
        }
        try {
            Import begun = imports.start(engine, cluster, Path.of(directory));
            return HttpResponse.accepted(URI.create("/history/imports/" + begun.id()))
                    .body(new ImportStarted(begun.id()));
        } catch (InvalidPathException e) {
            throw ApiException.badRequest("The field directory is not a path: " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("The import cannot begin. " + e.getMessage());
        }
    }

    @Nullable
    private static String text(String field, @Nullable String text, int longest) {
        if (text != null && (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0)) {
            throw ApiException.badRequest(
                    "The field " + field + " takes a text of 1 to " + longest + " characters without U+0000.");
        }
        return text;
    }

    @Override
    public HttpResponse<ImportPage> listImports(@Nullable Integer limit, @Nullable String cursor) {
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> imports.list(asked),
                wording::archiveImport,
                (items, next) -> new ImportPage(items).cursor(next));
    }

    @Override
    public HttpResponse<ArchiveImport> getImport(Long id) {
        return HttpResponse.ok(wording.archiveImport(imports.find(id).orElseThrow(() -> unknown(id))));
    }

    @Override
    public HttpResponse<QuarantinePage> listQuarantine(Long id, @Nullable Integer limit, @Nullable String cursor) {
        return PagedAnswer.of(
                limit,
                cursor,
                asked -> imports.quarantine(id, asked).orElseThrow(() -> unknown(id)),
                wording::quarantined,
                (items, next) -> new QuarantinePage(items).cursor(next));
    }

    @Override
    public HttpResponse<ArchiveImport> cancelImport(Long id) {
        return HttpResponse.ok(wording.archiveImport(imports.cancel(id).orElseThrow(() -> unknown(id))));
    }

    @Override
    public HttpResponse<ArchiveImport> resumeImport(Long id) {
        try {
            return HttpResponse.<ArchiveImport>accepted()
                    .body(wording.archiveImport(imports.resume(id).orElseThrow(() -> unknown(id))));
        } catch (IllegalStateException running) {
            throw ApiException.of(HttpStatus.CONFLICT, running.getMessage() + '.');
        }
    }

    private static ApiException unknown(Long id) {
        return ApiException.notFound("There is no import " + id + '.');
    }
}
