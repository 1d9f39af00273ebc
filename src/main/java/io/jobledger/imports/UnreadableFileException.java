package io.jobledger.imports;

import java.io.IOException;

/** Says, for people, why a file or a directory cannot be read, where the file system itself has no word for it. */
final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String reason) {
        super(reason);
    }
}
