package io.jobledger.imports;

import java.nio.file.Path;

/**
 * Names a directory to watch for archives.
 *
 * @param cluster the cluster that its jobs are recorded for
 * @param path absolute
 */
public record WatchedDirectory(String cluster, Path path) {}
