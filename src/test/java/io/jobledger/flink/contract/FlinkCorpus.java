package io.jobledger.flink.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers that a real engine gave, as test resources. Bodies that no test needs (logs, answers to calls that are not in
 * the contract) are not kept, so an answer may have none.
 */
public final class FlinkCorpus {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ROOT = "/corpus/flink-1.20.5/";
    private static final List<String> ARCHIVED_JOBS = List.of(
            "106ef66ed4034e3594acc243afbe65dc",
            "15c083006d6011b7a78766c6bf3836bb",
            "38afecda1d3d93038b0fc7061ff2e545",
            "447f0d0b67c87f3195f8ad734a7696e9",
            "5cc09a663d097f39c0a5fca35a3f8c26",
            "748d05625f3fff7744595adeac301b04",
            "92ba3b6d4aa2519edf7e5affd441e4aa",
            "9b1d40ee4e0cd5fb8e5be22e69a7618f",
            "a6ac1f2abcffc3fcb68f76021b2d2531",
            "e3db55662a7613a338bfc7ac84b94880",
            "faabd2590e51a724ece8b9876b7455af");

    private FlinkCorpus() {}

    /** One call: {@code phase} is what was going on, {@code template} is the path as Flink declares it, {@code path} what was really asked for. */
    public record Answer(
            String phase,
            String method,
            String template,
            String path,
            int status,
            String contentType,
            String bodyFile) {

        /** The path as the contract has it: without version, query and trailing slash. */
        public String contractPath() {
            String bare = path.replaceFirst("\\?.*", "").replaceFirst("^/v1(?=/)", "");
            return bare.length() > 1 ? bare.replaceFirst("/$", "") : bare;
        }

        public boolean isJson() {
            return contentType.startsWith("application/json");
        }

        public Optional<String> body() {
            return Optional.ofNullable(bodyFile).flatMap(file -> resource(ROOT + file));
        }

        @Override
        public String toString() {
            return method + " " + path + " -> " + status + " (" + bodyFile + ")";
        }
    }

    public static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        json(ROOT + "manifest.json")
                .forEach(call -> answers.add(new Answer(
                        call.path("phase").asText(),
                        call.path("method").asText(),
                        call.path("template").asText(),
                        call.path("path").asText(),
                        call.path("status").asInt(),
                        call.path("content_type").asText(),
                        call.path("body_file").asText(null))));
        return answers;
    }

    /** The jobs that have an archive. */
    public static List<String> archivedJobs() {
        return ARCHIVED_JOBS;
    }

    /** What an engine left behind for one finished job: pairs of {@code path} and {@code json}, a text. */
    public static JsonNode archive(String jobId) {
        return json(ROOT + "archive/" + jobId).path("archive");
    }

    public static JsonNode json(String resource) {
        return parse(resource(resource).orElseThrow(() -> new IllegalArgumentException("No resource " + resource)));
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = FlinkCorpus.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
