package io.jobledger.ledger.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusedFileTest {
    @TempDir
    Path directory;

    /** A disk that is full just once. */
    private static final class FullOnce extends FileBase {
        private final FileChannel file;
        private boolean full = true;

        FullOnce(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            if (position > 0 && full) {
                full = false;
                throw new IOException("No space left on device");
            }
            return file.write(source, position);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }

    @Test
    void nothingIsWrittenAfterAFailure() throws IOException {
        Path file = directory.resolve("file");
        FileChannel real =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel fused = new FusedChannel(new FullOnce(real), "file")) {
            fused.write(bytes("before"), 0);
            assertThatThrownBy(() -> fused.write(bytes("chunk"), 6)).hasMessageContaining("No space");

            assertThatThrownBy(() -> fused.write(bytes("behind"), 0)).hasRootCauseMessage("No space left on device");
            assertThatThrownBy(() -> fused.truncate(2)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> fused.force(true)).isInstanceOf(IOException.class);

            ByteBuffer read = ByteBuffer.allocate(6);
            fused.read(read, 0);
            assertThat(new String(read.array())).isEqualTo("before");
        }
        assertThat(file).hasContent("before");
    }

    @Test
    void openedAnewItIsWrittenAgain() throws IOException {
        FusedFile.register();
        FilePath file = FilePath.get(FusedFile.SCHEME + ":" + directory.resolve("file"));
        try (FileChannel fused = file.open("rw")) {
            fused.write(bytes("whole"), 0);
        }
        assertThat(Files.readString(directory.resolve("file"))).isEqualTo("whole");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }
}
