package io.jobledger.ledger.documents;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Packs and unpacks chunks. Codec 1 is plain zstd. Codec 2 is zstd with a dictionary, which makes chunks of Flink's
 * documents a fifth smaller. A low level then suffices, and packs them many times faster.
 *
 * <p>Zstd trained the dictionary on the documents of archives of Flink 1.20. Their ids, times, numbers and hosts had
 * been replaced by random ones. Documents about a machine or the setup of a cluster were left out. The dictionary must
 * never change: another one would be codec 3.
 */
final class Codec {
    static final int ZSTD = 1;
    static final int ZSTD_WITH_DICTIONARY = 2;

    /** The level of compression. Higher ones cost ten times as much, and save little more. */
    private static final int LEVEL = 3;

    private static final byte[] DICTIONARY = dictionary();
    private static final ZstdDictCompress TO_PACK = new ZstdDictCompress(DICTIONARY, LEVEL);
    private static final ZstdDictDecompress TO_UNPACK = new ZstdDictDecompress(DICTIONARY);

    // Kept, as making one takes about as long as unpacking some documents.
    private static final ThreadLocal<ZstdCompressCtx> PACKING =
            ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL).loadDict(TO_PACK));

    private static final ThreadLocal<ZstdDecompressCtx> PLAIN = ThreadLocal.withInitial(ZstdDecompressCtx::new);

    private static final ThreadLocal<ZstdDecompressCtx> WITH_DICTIONARY =
            ThreadLocal.withInitial(() -> new ZstdDecompressCtx().loadDict(TO_UNPACK));

    private static final ThreadLocal<byte[]> UNPACKED = ThreadLocal.withInitial(() -> new byte[Chunk.TARGET_BYTES]);

    private Codec() {}

    /**
     * Packs with {@link #ZSTD_WITH_DICTIONARY}.
     *
     * @param first how many bytes can be {@link #unpackFirst unpacked alone}; 0 if none need to
     */
    static byte[] pack(byte[] raw, int first) {
        byte[] packed = new byte[Math.toIntExact(Zstd.compressBound(first) + Zstd.compressBound(raw.length - first))];
        ZstdCompressCtx context = PACKING.get();
        int size = first == 0 ? 0 : context.compressByteArray(packed, 0, packed.length, raw, 0, first);
        size += context.compressByteArray(packed, size, packed.length - size, raw, first, raw.length - first);
        return Arrays.copyOf(packed, size);
    }

    /**
     * Unpacks a chunk into bytes that are good until the thread's next call. Most chunks are unpacked into the same
     * array, as a new one costs as much.
     *
     * @param rawSize bytes when unpacked
     */
    static ByteBuffer unpack(int codec, byte[] data, int rawSize) {
        return unpack(codec, data, data.length, rawSize);
    }

    /**
     * Unpacks the bytes that were packed first, or all if none were. The result is good for as long as that of {@link
     * #unpack}.
     */
    static ByteBuffer unpackFirst(int codec, byte[] data, int rawSize) {
        return unpack(codec, data, Math.toIntExact(Zstd.findFrameCompressedSize(data)), rawSize);
    }

    private static ByteBuffer unpack(int codec, byte[] data, int length, int rawSize) {
        ZstdDecompressCtx context = known(codec) == ZSTD ? PLAIN.get() : WITH_DICTIONARY.get();
        byte[] raw = rawSize <= Chunk.TARGET_BYTES ? UNPACKED.get() : new byte[rawSize];
        int size = context.decompressByteArray(raw, 0, rawSize, data, 0, length);
        return ByteBuffer.wrap(raw, 0, size);
    }

    /** Returns a stream that packs bytes as {@link #pack(byte[], int)} does, and closes the other one. */
    static OutputStream pack(OutputStream packed) throws IOException {
        return new ZstdOutputStream(packed, LEVEL).setDict(TO_PACK);
    }

    /** Returns a stream that unpacks another one. */
    static InputStream unpack(int codec, InputStream packed) throws IOException {
        ZstdInputStream raw = new ZstdInputStream(packed);
        return known(codec) == ZSTD ? raw : raw.setDict(TO_UNPACK);
    }

    private static int known(int codec) {
        if (codec != ZSTD && codec != ZSTD_WITH_DICTIONARY) {
            throw new IllegalStateException("Documents were packed with codec " + codec + ", unknown to this version");
        }
        return codec;
    }

    private static byte[] dictionary() {
        try (InputStream in = Codec.class.getResourceAsStream("/ledger/documents-2.zdict")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
