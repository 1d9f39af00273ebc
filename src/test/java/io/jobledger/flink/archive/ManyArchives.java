package io.jobledger.flink.archive;

import io.jobledger.flink.contract.FlinkCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Archives of as many jobs as are wanted: the real ones, with other ids. */
final class ManyArchives {
    private ManyArchives() {}

    /** The id of one of them. */
    static String id(int number) {
        return String.format("%032x", 0xabc_0000_0000L + number);
    }

    /** The real archive that one of them was made from, as a file has it. */
    static String text(int number) {
        String real = FlinkCorpus.archivedJobs()
                .get(number % FlinkCorpus.archivedJobs().size());
        return RealArchives.text(real).replace(real, id(number));
    }

    /** Beside each other, as Flink 1.x puts them. */
    static List<String> write(Path directory, int from, int to) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int number = from; number < to; number++) {
            ids.add(id(number));
            Files.writeString(directory.resolve(id(number)), text(number));
        }
        return ids;
    }

    /** In directories of their applications, as Flink 2.x puts them. */
    static List<String> writeApplications(Path directory, int from, int to) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int number = from; number < to; number++) {
            Path application = directory
                    .resolve("00000000000000000000000000000000")
                    .resolve("applications")
                    .resolve(id(1_000_000 + number));
            ids.add(id(number));
            Files.createDirectories(application.resolve("jobs"));
            Files.writeString(application.resolve("application-summary"), "{\"archive\":[]}");
            Files.writeString(application.resolve("jobs").resolve(id(number)), text(number));
        }
        return ids;
    }
}
