package io.jobledger.imports;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words faults of file systems for people. */
final class FileFaults {
    private FileFaults() {}

    /** Returns a part of a sentence, such as "permission denied". */
    static String words(IOException fault) {
        if (fault instanceof UnreadableFileException) {
            return fault.getMessage();
        }
        if (fault instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (fault instanceof NotDirectoryException) {
            return "it is no directory";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileSystemLoopException) {
            return "its links lead in a circle";
        }
        // These are the operating system's words, such as "Input/output error".
        String reason = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        return reason == null ? "the file system does not say why" : reason;
    }
}
