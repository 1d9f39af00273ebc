package io.jobledger.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a directory takes of its disk.
 *
 * @param bytes in whole blocks, directories included
 * @param inodes how many files and directories there are
 */
record Footprint(long bytes, long inodes) {

    static Footprint of(Path root) throws IOException {
        long block = Files.getFileStore(root).getBlockSize();
        long[] sums = new long[2];
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return add(attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return add(attributes);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // Deleted while we looked.
                return FileVisitResult.CONTINUE;
            }

            private FileVisitResult add(BasicFileAttributes attributes) {
                sums[0] += (attributes.size() + block - 1) / block * block;
                sums[1]++;
                return FileVisitResult.CONTINUE;
            }
        });
        return new Footprint(sums[0], sums[1]);
    }

    /** Deletes a directory with all that is in it. */
    static void erase(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
