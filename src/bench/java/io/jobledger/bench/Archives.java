package io.jobledger.bench;

import io.jobledger.flink.contract.FlinkCorpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Any number of archives of finished jobs, made from real ones (80 KB each on average): every job has an id of its own
 * wherever the id stood, paths of its own for its savepoints, and its times, all shifted by the same amount. The same
 * number always makes the same job.
 */
final class Archives {
    private static final long SPREAD_MILLIS = 30L * 24 * 60 * 60 * 1000;
    private static final List<Template> TEMPLATES =
            FlinkCorpus.archivedJobs().stream().map(Template::read).toList();

    private Archives() {}

    /** The job's id. */
    static String id(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(Archives::id).toList();
    }

    /**
     * Writes the archives as Flink 1.x does, a file per job.
     *
     * @param from the first job's number
     * @param to one more than the last one's
     */
    static void write(Path directory, int from, int to) throws IOException {
        Files.createDirectories(directory);
        for (int number = from; number < to; number++) {
            byte[] archive = TEMPLATES.get(number % TEMPLATES.size()).make(number);
            Files.write(directory.resolve(id(number)), archive);
        }
    }

    /** Texts that every job has, and between each two of them what differs. */
    private record Template(List<byte[]> texts, List<String> between) {
        private static final String SAVEPOINT = "savepoint-";

        static Template read(String jobId) {
            Pattern differs = Pattern.compile(jobId + "|" + SAVEPOINT + "[0-9a-f]{6}-[0-9a-f]{12}|\\b1[67]\\d{11}\\b");
            try (InputStream file = Archives.class.getResourceAsStream("/corpus/flink-1.20.5/archive/" + jobId)) {
                String archive = new String(file.readAllBytes(), StandardCharsets.UTF_8);
                List<byte[]> texts = new ArrayList<>();
                List<String> between = new ArrayList<>();
                Matcher matcher = differs.matcher(archive);
                int start = 0;
                while (matcher.find()) {
                    texts.add(archive.substring(start, matcher.start()).getBytes(StandardCharsets.UTF_8));
                    between.add(matcher.group());
                    start = matcher.end();
                }
                texts.add(archive.substring(start).getBytes(StandardCharsets.UTF_8));
                return new Template(texts, between);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        byte[] make(int number) {
            String id = id(number);
            long shift = new SplittableRandom(~number).nextLong(SPREAD_MILLIS);
            ByteArrayOutputStream archive = new ByteArrayOutputStream(256 * 1024);
            for (int i = 0; i < between.size(); i++) {
                archive.writeBytes(texts.get(i));
                archive.writeBytes(own(between.get(i), id, shift).getBytes(StandardCharsets.UTF_8));
            }
            archive.writeBytes(texts.get(between.size()));
            return archive.toByteArray();
        }

        private static String own(String text, String id, long shift) {
            if (text.startsWith(SAVEPOINT)) {
                // A job's savepoints differ in the last twelve digits; jobs do in these.
                String rest = text.substring(text.lastIndexOf('-') + 1);
                long both = Long.parseLong(rest, 16) ^ Long.parseLong(id.substring(20), 16);
                return SAVEPOINT + id.substring(0, 6) + "-" + String.format("%012x", both);
            }
            return text.length() == 13 ? Long.toString(Long.parseLong(text) - shift) : id;
        }
    }
}
