package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
    private static final List<Document> DOCUMENTS = Snapshots.archive(1).stream()
            .sorted((one, other) -> one.path().compareTo(other.path()))
            .toList();

    /** Such chunks are in the databases of those who had this service before there was a dictionary. */
    @Test
    void chunksOfTheFirstCodecAreRead() {
        Chunk chunk = Chunk.pack(DOCUMENTS).get(0);
        ByteBuffer unpacked = Codec.unpack(chunk.codec(), chunk.data(), chunk.rawSize());
        byte[] raw = new byte[unpacked.remaining()];
        unpacked.get(raw);
        Chunk old = new Chunk(chunk.firstPath(), Codec.ZSTD, raw.length, Zstd.compress(raw, 9));
        assertThat(old.unpack()).isEqualTo(chunk.unpack()).isEqualTo(DOCUMENTS);
        assertThat(old.find("/checkpoints")).isEqualTo(chunk.find("/checkpoints"));
    }

    @Test
    void aChunkOfALaterVersionIsNoGarbage() {
        Chunk chunk = Chunk.pack(DOCUMENTS).get(0);
        Chunk later = new Chunk(chunk.firstPath(), 3, chunk.rawSize(), chunk.data());
        assertThatThrownBy(later::unpack).hasMessageContaining("codec 3");
    }
}
