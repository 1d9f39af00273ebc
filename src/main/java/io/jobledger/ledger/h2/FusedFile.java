package io.jobledger.ledger.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file that is never written again once it could not be written, until it is opened anew.
 *
 * <p>H2 writes its file in chunks, one after another, and finds its way back from wherever a kill has cut that off. But
 * when one chunk cannot be written, as on a full disk, it goes on with those that wait behind it, over what the last
 * whole state still needs. Of such a file it was seen to find no state at all any more, or to find one without rows that
 * were on disk before. With a fuse a failure is to the file what a kill is.
 */
public final class FusedFile extends FilePathWrapper {
    static final String SCHEME = "fused";

    /** For H2. */
    public FusedFile() {}

    /** Makes H2 know the scheme. May be called again. */
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
