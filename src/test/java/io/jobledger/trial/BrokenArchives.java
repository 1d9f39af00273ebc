package io.jobledger.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Archives that are cut off, or of which one bit is another. All that can be told from whole ones are refused, with a
 * reason, and taken when they are whole; the whole ones among them are taken at once.
 *
 * <p>A changed bit may make another valid archive, of which nobody can tell: such a one is taken.
 */
final class BrokenArchives implements Kind {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** One in so many is whole. */
    private static final int WHOLE = 5;

    @Override
    public String name() {
        return "broken-archives";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        Random random = new Random(seed);
        Path archives = Files.createDirectory(directory.resolve("archives"));
        Map<String, byte[]> broken = new LinkedHashMap<>();
        Set<String> jobs = new HashSet<>();
        while (broken.size() < trials) {
            String job = Archives.jobId(random);
            byte[] file = Archives.file(job);
            if (random.nextInt(WHOLE) != 0) {
                file = random.nextBoolean() ? Arrays.copyOf(file, random.nextInt(file.length)) : flip(file, random);
                broken.put(job, file);
                tally.trial();
            }
            Files.write(archives.resolve(job), file);
            jobs.add(job);
        }
        TrialProcess.Home home = new TrialProcess.Home(directory, directory.resolve("data"), List.of());
        try (TrialProcess service = TrialProcess.start(home, 0)) {
            service.awaitChecked();
            Importing imports = new Importing(service);
            Importing.State state = imports.run(archives);
            Map<String, String> quarantined = imports.quarantined(archives);
            if (state.seen() != jobs.size()
                    || state.taken() + state.quarantined() != jobs.size()
                    || state.quarantined() != quarantined.size()) {
                tally.lost("of " + jobs.size() + " archives, seed " + seed + ": " + state);
            }
            Set<String> changed = new HashSet<>();
            for (String job : jobs) {
                boolean taken = service.get("/jobs/" + job).statusCode() == 200;
                String reason = quarantined.get(job);
                if (taken == (reason != null) || reason != null && reason.isBlank()) {
                    tally.lost("job " + job + ", seed " + seed + " is " + (taken ? "" : "not ") + "taken: " + reason);
                }
                if (taken && broken.containsKey(job)) {
                    changed.add(job);
                    whatIsWrong(job, broken.get(job)).forEach(fault -> tally.lost("seed " + seed + ": " + fault));
                }
            }
            tally.count("quarantined", quarantined.size());
            tally.count("valid though changed", changed.size());
            mend(archives, broken.keySet());
            imports.run(archives);
            Journal journal = new Journal(home.journal());
            jobs.stream().filter(job -> !changed.contains(job)).forEach(job -> journal.write("imported " + job));
            if (service.get("/health").statusCode() != 200) {
                tally.lost("the service is not well: " + service.get("/health").body());
            }
        }
        Checks.all(home, tally);
        return tally;
    }

    private static byte[] flip(byte[] file, Random random) {
        byte[] flipped = file.clone();
        flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    /** As if it had been copied again. */
    private static void mend(Path archives, Set<String> jobs) throws IOException {
        for (String job : jobs) {
            Path file = archives.resolve(job);
            FileTime before = Files.getLastModifiedTime(file);
            Files.write(file, Archives.file(job));
            Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1_000));
        }
    }

    /** Why this archive should not have been taken. */
    private static List<String> whatIsWrong(String job, byte[] file) {
        List<String> faults = new ArrayList<>();
        try {
            JsonNode root = JSON.readTree(file);
            for (JsonNode entry : root.path("archive")) {
                String path = entry.path("path").asText();
                if (!path.equals("/jobs/overview")
                        && !path.equals("/jobs/" + job)
                        && !path.startsWith("/jobs/" + job + "/")) {
                    faults.add("job " + job + " was taken, with an entry of something else: " + path);
                }
                if (!entry.hasNonNull("json")) {
                    faults.add("job " + job + " was taken, without its " + path);
                }
                try {
                    JSON.readTree(entry.path("json").asText());
                } catch (JsonProcessingException e) {
                    faults.add("job " + job + " was taken, and its " + path + " is no JSON");
                }
            }
        } catch (IOException e) {
            faults.add("job " + job + " was taken, and its archive is no JSON: " + e.getMessage());
        }
        return faults;
    }
}
