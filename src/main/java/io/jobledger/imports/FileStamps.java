package io.jobledger.imports;

import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Remembers found files in 16 bytes each, so that a million of them need little memory. A path is kept as the first 8
 * bytes of its SHA-256. Of a million paths, two have the same key with a probability of 1 in 36 million.
 */
final class FileStamps {
    /** The size of a noted file, in bytes. */
    static final int BYTES = 16;

    private static final int SIZE_BITS = 21;
    private static final long NONE = 0;

    private long[] keys = new long[1024];
    private long[] stamps = new long[1024];
    private int count;

    /** Returns the key of a path, from its SHA-256. Never 0. */
    static long key(String path) {
        long key = ByteBuffer.wrap(DigestUtils.sha256(path)).getLong();
        return key == NONE ? 1 : key;
    }

    /** Returns the stamp of a file, which almost surely differs after a change. Never 0 or negative. */
    static long stamp(ArchiveFile file) {
        long stamp = (file.modifiedAt() << SIZE_BITS | file.size() & (1 << SIZE_BITS) - 1) & Long.MAX_VALUE;
        return stamp == NONE ? 1 : stamp;
    }

    /** Returns files as bytes for {@link #add}. */
    static byte[] noted(Collection<ArchiveFile> files) {
        ByteBuffer bytes = ByteBuffer.allocate(files.size() * BYTES);
        files.forEach(file -> bytes.putLong(key(file.path())).putLong(stamp(file)));
        return bytes.array();
    }

    /**
     * Makes files known.
     *
     * @param sighted whether the files are known to be present
     * @return the number of files that were not known before
     */
    synchronized int add(byte[] noted, boolean sighted) {
        int added = 0;
        ByteBuffer bytes = ByteBuffer.wrap(noted);
        while (bytes.remaining() >= BYTES) {
            long key = bytes.getLong();
            long stamp = bytes.getLong();
            added += put(key, sighted ? stamp : -stamp) == NONE ? 1 : 0;
        }
        return added;
    }

    /** Returns the stamp of a path and notes its sight. Negative if it was not sighted before; 0 if not known. */
    synchronized long sight(long key) {
        int slot = slot(key);
        long stamp = stamps[slot];
        stamps[slot] = Math.abs(stamp);
        return stamp;
    }

    /** @return the earlier stamp; 0 if the path was not known */
    synchronized long put(long key, long stamp) {
        int slot = slot(key);
        long before = stamps[slot];
        boolean isNew = keys[slot] == NONE;
        keys[slot] = key;
        stamps[slot] = stamp;
        if (isNew && ++count * 2 > keys.length) {
            grow();
        }
        return before;
    }

    /** Makes a path unknown. */
    synchronized void forget(long key) {
        int slot = slot(key);
        if (keys[slot] != NONE) {
            // The key stays, as others may have been put behind it.
            stamps[slot] = NONE;
        }
    }

    private int slot(long key) {
        int slot = (int) (key & keys.length - 1);
        while (keys[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldStamps = stamps;
        keys = new long[oldKeys.length * 2];
        stamps = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                stamps[slot] = oldStamps[i];
            }
        }
    }
}
