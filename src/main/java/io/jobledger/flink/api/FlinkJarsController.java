package io.jobledger.flink.api;

import io.jobledger.flink.contract.JarsController;
import io.jobledger.flink.contract.model.JarEntry;
import io.jobledger.flink.contract.model.JarFile;
import io.jobledger.flink.contract.model.JarList;
import io.jobledger.flink.contract.model.JarUploadResult;
import io.jobledger.flink.jars.JarStore;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.jars.Jar;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.http.multipart.CompletedPart;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;

/** Serves jars. The service keeps them; the engine plans and runs them. */
@Controller
record FlinkJarsController(FlinkKind answers, JarStore store) implements JarsController {

    @Override
    @ExecuteOn(TaskExecutors.BLOCKING)
    public HttpResponse<JarList> listJars() {
        List<JarFile> files =
                store.list().stream().map(FlinkJarsController::file).toList();
        return HttpResponse.ok(new JarList(address(), files));
    }

    private static String address() {
        return ServerRequestContext.currentRequest()
                .map(request -> request.getHeaders().get("Host"))
                .map(host -> "http://" + host)
                .orElse("");
    }

    private static JarFile file(Jar jar) {
        List<JarEntry> entries = jar.entryClasses().stream().map(JarEntry::new).toList();
        return new JarFile(jar.id(), jar.name(), jar.uploadedAt(), entries);
    }

    @Override
    @ExecuteOn(TaskExecutors.BLOCKING)
    public HttpResponse<JarUploadResult> uploadJar(MultipartBody jarfile) {
        List<CompletedPart> parts = Flux.from(jarfile)
                .doOnDiscard(CompletedPart.class, FlinkJarsController::release)
                .collectList()
                .blockOptional()
                .orElse(List.of());
        List<CompletedFileUpload> files = new ArrayList<>();
        for (CompletedPart part : parts) {
            if (part instanceof CompletedFileUpload file) {
                files.add(file);
            } else {
                release(part);
            }
        }
        if (files.size() != 1) {
            files.forEach(FlinkJarsController::release);
            throw ApiException.badRequest("Exactly 1 file must be sent, received " + files.size() + '.');
        }
        try (InputStream content = files.get(0).getInputStream()) {
            Jar jar = store.add(files.get(0).getFilename(), content);
            return HttpResponse.ok(new JarUploadResult(store.uploadedAs(jar), "success"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees a part: a file by discarding it, a field by reading it. */
    private static void release(CompletedPart part) {
        if (part instanceof CompletedFileUpload file) {
            file.discard();
        } else {
            try {
                part.getBytes();
            } catch (IOException e) {
                // An unreadable part holds nothing to release.
            }
        }
    }

    @Override
    @ExecuteOn(TaskExecutors.BLOCKING)
    public HttpResponse<Object> deleteJar(String jarid) {
        Jar removed = store.remove(jarid);
        answers.all().forEach(cluster -> cluster.engineJars().forget(removed));
        return HttpResponse.ok(Map.of());
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJarPlan(
            String jarid,
            @Nullable String programArgs,
            @Nullable String programArg,
            @Nullable String entryClass,
            @Nullable Integer parallelism,
            HttpRequest<?> request) {
        return answers.asked(request).jarRuns().plan(jarid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> postJarPlan(
            String jarid,
            @Nullable String programArgs,
            @Nullable String programArg,
            @Nullable String entryClass,
            @Nullable Integer parallelism,
            HttpRequest<?> request) {
        return answers.asked(request).jarRuns().plan(jarid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> runJar(
            String jarid,
            @Nullable Boolean allowNonRestoredState,
            @Nullable String savepointPath,
            @Nullable String programArgs,
            @Nullable String programArg,
            @Nullable String entryClass,
            @Nullable Integer parallelism,
            HttpRequest<?> request) {
        return answers.asked(request).jarRuns().run(jarid, request);
    }
}
