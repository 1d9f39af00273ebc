package io.jobledger.flink.jars;

import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.jars.Jar;
import io.jobledger.ledger.jars.JarCatalogue;
import io.micronaut.context.event.StartupEvent;
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
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The jars under {@code <data-dir>/jars}. A jar is found through the catalogue alone, and its file bears no part of the
 * name that a client gave it: no such name or id is ever made into a path.
 */
@Singleton
public class JarStore {
    private static final int UUID_LENGTH = 36;

    /** In bytes. Flink makes ids into file names, of 255 bytes at most; its clients may count on ids being that short. */
    private static final int LONGEST_NAME = 200;

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

    /** Makes the directories, and removes what uploads have left that a crash cut off. */
    @EventListener
    void prepare(StartupEvent event) throws IOException {
        Files.createDirectories(incoming);
        try (Stream<Path> leftovers = Files.list(incoming)) {
            for (Path leftover : leftovers.toList()) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    /**
     * Keeps a jar: on disk first, then in the catalogue.
     *
     * @param name the file's name as the client sent it, a path or not
     * @throws ApiException 400 if it is not named as a jar
     */
    public Jar add(String name, InputStream content) throws IOException {
        String base = baseName(name);
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

    /** Those that lie here: another service on the same database has its own. */
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
     * @return the jar that was
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

    /** Where a jar of the catalogue lies. */
    public Path file(Jar jar) {
        return directory.resolve(jar.id().substring(0, UUID_LENGTH) + ".jar");
    }

    /** What an upload is answered with: a path whose last part is the id, as clients of the engine expect. */
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
