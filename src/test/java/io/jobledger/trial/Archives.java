package io.jobledger.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.ledger.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Archives of jobs that never ran: real ones, under other ids. */
final class Archives {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> FILES = new ConcurrentHashMap<>();

    private static final String SMALLEST = FlinkCorpus.archivedJobs().stream()
            .min(Comparator.comparing(job -> read(job).length()))
            .orElseThrow();

    private Archives() {}

    /** The id of the real job that the archive of this one is made from. */
    static String template(String jobId) {
        List<String> real = FlinkCorpus.archivedJobs();
        return real.get(Math.floorMod(jobId.hashCode(), real.size()));
    }

    static String jobId(Random random) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** The id of a job with the smallest of the archives, 16 KB. */
    static String smallJobId(Random random) {
        String id = jobId(random);
        while (!template(id).equals(SMALLEST)) {
            id = jobId(random);
        }
        return id;
    }

    static byte[] file(String jobId) {
        return text(jobId).getBytes(StandardCharsets.UTF_8);
    }

    /** What the archive has below {@code /jobs/:jobid}. */
    static List<Document> documents(String jobId) {
        List<Document> documents = new ArrayList<>();
        try {
            for (JsonNode entry : JSON.readTree(text(jobId)).path("archive")) {
                String path = entry.path("path").asText();
                String root = "/jobs/" + jobId;
                if (path.startsWith(root)) {
                    byte[] body = entry.path("json").asText().getBytes(StandardCharsets.UTF_8);
                    documents.add(new Document(path.substring(root.length()), 200, body));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    private static String text(String jobId) {
        String template = template(jobId);
        return FILES.computeIfAbsent(template, Archives::read).replace(template, jobId);
    }

    private static String read(String realJob) {
        String name = "/corpus/flink-1.20.5/archive/" + realJob;
        try (InputStream file = Archives.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
