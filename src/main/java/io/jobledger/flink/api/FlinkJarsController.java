package io.jobledger.flink.api;

import io.jobledger.flink.contract.JarsController;
import io.jobledger.flink.contract.model.JarEntry;
import io.jobledger.flink.contract.model.JarFile;
import io.jobledger.flink.contract.model.JarList;
import io.jobledger.flink.contract.model.JarUploadResult;
import io.jobledger.flink.jars.JarStore;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.http.ApiException;
import io.jobledger.http.MultipartForm;
import io.jobledger.ledger.jars.Jar;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.server.HttpServerConfiguration.MultipartConfiguration;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.netty.handler.codec.http.multipart.HttpData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Serves jars. The service keeps them; the engine plans and runs them. */
@Controller
record FlinkJarsController(FlinkKind answers, JarStore store, MultipartConfiguration limits) implements JarsController {

    @Override
    @ExecuteOn(TaskExecutors.BLOCKING)
    public HttpResponse<JarList> listJars() {
        List<JarFile> files =
                store.list().stream().map(FlinkJarsController::file).toList();
        return json(new JarList(address(), files));
    }

    private static String address() {
        return ServerRequestContext.currentRequest()
                .map(request -> request.getHeaders().get("Host"))
                .map(host -> "http://" + host)
                .orElse("");
    }

    private static JarFile file(Jar jar) {
        List<JarEntry> entries = jar.entryClasses().stream()
                .map(name -> new JarEntry(name, null))
                .toList();
        return new JarFile(jar.id(), jar.name(), jar.uploadedAt(), entries);
    }

    @Override
    @ExecuteOn(TaskExecutors.BLOCKING)
    public HttpResponse<JarUploadResult> uploadJar(HttpRequest<?> request) {
        try (MultipartForm form = MultipartForm.read(request, store.incoming(), limits.getMaxFileSize())) {
            List<HttpData> files = form.files("jarfile");
            if (files.size() != 1) {
                throw ApiException.badRequest("Exactly 1 file must be sent, received " + files.size() + '.');
            }
            try (InputStream content = content(files.get(0))) {
                Jar jar = store.add(MultipartForm.fileName(files.get(0)), content);
                return json(new JarUploadResult(store.uploadedAs(jar), "success"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream content(HttpData file) throws IOException {
        return file.length() == 0
                ? InputStream.nullInputStream()
                : Files.newInputStream(file.getFile().toPath());
    }

    /** Returns an answer that is JSON whatever the client accepts, as of the engine. */
    private static <T> HttpResponse<T> json(T body) {
        return HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    @Override
    @ExecuteOn(TaskExecutors.BLOCKING)
    public HttpResponse<Object> deleteJar(String jarid) {
        Jar removed = store.remove(jarid);
        answers.all().forEach(cluster -> cluster.engineJars().forget(removed));
        return json(Map.of());
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
