package io.jobledger.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.Snapshots;
import java.nio.ByteBuffer;
import java.util.Arrays;
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
        assertThat(old.stored().find("/checkpoints")).isEqualTo(chunk.stored().find("/checkpoints"));
    }

    @Test
    void theJobItselfIsReadWithoutUnpackingTheOthers() {
        Chunk chunk = Chunk.pack(DOCUMENTS).get(0);
        int first = (int) Zstd.findFrameCompressedSize(chunk.data());
        Chunk spoilt = new Chunk(chunk.firstPath(), chunk.codec(), chunk.rawSize(), Arrays.copyOf(chunk.data(), first));
        assertThat(DOCUMENTS.get(0).path()).isEmpty();
        assertThat(first).isLessThan(chunk.data().length / 2);
        assertThat(spoilt.stored().find("")).isEqualTo(DOCUMENTS.get(0));
        assertThat(chunk.unpack()).isEqualTo(DOCUMENTS);
    }

    /** As before the job itself was packed for itself. */
    @Test
    void chunksOfOneFrameAreRead() {
        Chunk chunk = Chunk.pack(DOCUMENTS).get(0);
        ByteBuffer unpacked = Codec.unpack(chunk.codec(), chunk.data(), chunk.rawSize());
        byte[] raw = new byte[unpacked.remaining()];
        unpacked.get(raw);
        Chunk old = new Chunk(chunk.firstPath(), chunk.codec(), raw.length, Codec.pack(raw, 0));
        assertThat(old.data().length).isEqualTo((int) Zstd.findFrameCompressedSize(old.data()));
        assertThat(old.unpack()).isEqualTo(DOCUMENTS);
        DOCUMENTS.forEach(
                document -> assertThat(old.stored().find(document.path())).isEqualTo(document));
    }

    @Test
    void aChunkOfALaterVersionIsNoGarbage() {
        Chunk chunk = Chunk.pack(DOCUMENTS).get(0);
        Chunk later = new Chunk(chunk.firstPath(), 3, chunk.rawSize(), chunk.data());
        assertThatThrownBy(later::unpack).hasMessageContaining("codec 3");
    }
}
