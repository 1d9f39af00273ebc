package io.jobledger.ledger.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Stops all writes to a file after one has failed, until the file is opened anew.
 *
 * <p>H2 writes its file in chunks, one after another, and recovers from a kill at any point. But when one chunk cannot
 * be written, as on a full disk, H2 goes on with the next ones. They overwrite data that the last whole state still
 * needs. Such a file was seen to have no readable state any more, or one without rows that were on disk before. With a
 * fuse, a failed write is to the file like a kill.
 */
public final class FusedFile extends FilePathWrapper {
    static final String SCHEME = "fused";

    /** Made by H2. */
    public FusedFile() {}

    /** Registers the scheme with H2. May be called again. */
    static void register() {
        FilePath.register(new FusedFile());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new FusedChannel(getBase().open(mode), getBase().toString());
    }
}
