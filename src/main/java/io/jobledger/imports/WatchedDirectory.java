package io.jobledger.imports;

import java.nio.file.Path;

/**
 * A directory to be watched for archives.
 *
 * @param cluster the cluster that its jobs are recorded for
 * @param path absolute
 */
public record WatchedDirectory(String cluster, Path path) {}
