package io.jobledger.flink.jars;

import io.jobledger.engine.process.OwnPlace;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.jars.Jar;
import io.jobledger.ledger.jars.JarCatalogue;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Stores jars under {@code <data-dir>/jars}, and finds them through the catalogue alone. File names contain no part of
 * a client's name or id: neither can become a path.
 */
@Singleton
public class JarStore {
    private static final int UUID_LENGTH = 36;

    /** Longest name in bytes. Flink makes ids into file names (255 bytes at most); clients may rely on short ids. */
    private static final int LONGEST_NAME = 200;

    private static final String UNNAMED = "upload.jar";

    private final Path directory;
    private final Path incoming;
    private final JarCatalogue catalogue;
    private final Clock clock;

    JarStore(ServiceDirectories directories, JarCatalogue catalogue, Clock clock) {
        this.directory = directories.data("jars");
        this.incoming = directory.resolve("incoming");
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Makes the folders, and deletes remains of uploads that a crash cut off. */
    @EventListener
    void prepare(StartupEvent event) throws IOException {
        OwnPlace.folderWithoutFiles(incoming);
    }

    /** Returns the folder for files that are coming in. Each start empties it. */
    public Path incoming() {
        return incoming;
    }

    /**
     * Stores a jar on disk, then in the catalogue.
     *
     * @param name the file's name as the client sent it, a path or not; null for none
     * @throws ApiException 400 if the name does not end in {@code .jar}
     */
    public Jar add(@Nullable String name, InputStream content) throws IOException {
        String base = name == null ? UNNAMED : baseName(name);
        if (!base.endsWith(".jar")) {
            throw ApiException.badRequest("Only Jar files are allowed.");
        }
        String uuid = UUID.randomUUID().toString();
        Path part = incoming.resolve(uuid);
        Path file = directory.resolve(uuid + ".jar");
        try {
            MessageDigest sha256 = DigestUtils.getSha256Digest();
            try (InputStream digested = new DigestInputStream(content, sha256)) {
                Files.copy(digested, part);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Jar jar = new Jar(
                    uuid + '_' + base,
                    base,
                    HexFormat.of().formatHex(sha256.digest()),
                    Files.size(file),
                    clock.millis(),
                    EntryClasses.of(file));
            catalogue.add(jar);
            return jar;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Returns the jars whose files are here. Another service on the same database has its own. */
    public List<Jar> list() {
        return catalogue.list().stream()
                .filter(jar -> Files.isRegularFile(file(jar)))
                .toList();
    }

    /** @throws ApiException 400, as the engine, if there is no such jar */
    public Jar find(String id) {
        return catalogue
                .find(id)
                .filter(jar -> Files.isRegularFile(file(jar)))
                .orElseThrow(() -> ApiException.badRequest("Jar file " + id + " does not exist"));
    }

    /**
     * @return the removed jar
     * @throws ApiException 400, as the engine, if there is no such jar
     */
    public Jar remove(String id) {
        Jar jar = catalogue
                .find(id)
                .filter(found -> catalogue.remove(id))
                .orElseThrow(() -> ApiException.badRequest("File " + id + " does not exist in " + directory + "."));
        try {
            Files.deleteIfExists(file(jar));
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("The jar " + id + " is no longer listed, but its file stays", e);
        }
    }

    /** Returns the path of a jar's file. */
    public Path file(Jar jar) {
        return directory.resolve(jar.id().substring(0, UUID_LENGTH) + ".jar");
    }

    /** Returns the {@code filename} for an upload's answer: a path that ends in the id, as clients expect. */
    public String uploadedAs(Jar jar) {
        return directory + "/" + jar.id();
    }

    private static String baseName(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int[] points =
                base.codePoints().map(c -> Character.isISOControl(c) ? '_' : c).toArray();
        int from = 0;
        String safe = new String(points, 0, points.length);
        while (safe.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            from++;
            safe = new String(points, from, points.length - from);
        }
        return safe;
    }
}
