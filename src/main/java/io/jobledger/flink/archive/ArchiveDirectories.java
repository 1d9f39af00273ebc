package io.jobledger.flink.archive;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.imports.WatchedDirectory;
import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses {@code jobledger.flink.archive-dirs}, the directories to watch for archives. */
final class ArchiveDirectories {
    private static final Pattern OF_CLUSTER = Pattern.compile("([^/\\\\=]+)=(.+)");

    private final List<WatchedDirectory> directories;

    /**
     * @param directories each a path, or {@code cluster=path} if the jobs are of another cluster; null for none
     * @throws IllegalArgumentException if one is empty
     */
    ArchiveDirectories(EngineCluster cluster, @Nullable List<String> directories) {
        this.directories = directories == null
                ? List.of()
                : directories.stream()
                        .map(text -> parse(cluster.name(), text.trim()))
                        .distinct()
                        .toList();
    }

    private static WatchedDirectory parse(String ownCluster, String text) {
        Matcher ofCluster = OF_CLUSTER.matcher(text);
        boolean named = ofCluster.matches();
        String path = named ? ofCluster.group(2).trim() : text;
        if (path.isEmpty()) {
            throw new IllegalArgumentException("jobledger.flink.archive-dirs names no directory: \"" + text + '"');
        }
        return new WatchedDirectory(
                named ? ofCluster.group(1).trim() : ownCluster,
                Path.of(path).toAbsolutePath().normalize());
    }

    List<WatchedDirectory> all() {
        return directories;
    }
}
