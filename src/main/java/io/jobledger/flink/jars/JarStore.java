package io.jobledger.flink.jars;

import io.jobledger.http.ApiException;
import io.jobledger.ledger.Jar;
import io.jobledger.ledger.JarCatalogue;
import io.micronaut.context.annotation.Property;
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
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The jars under {@code <data-dir>/jars}. A jar is found through the catalogue alone: no id that a client sends is ever
 * made into a path.
 */
@Singleton
public final class JarStore {
    /** File systems take names of 255 bytes; 37 go to the id. */
    private static final int LONGEST_NAME = 200;

    private final Path directory;
    private final JarCatalogue catalogue;
    private final Clock clock;

    JarStore(@Property(name = "jobledger.data-dir") Path dataDir, JarCatalogue catalogue, Clock clock) {
        this.directory = dataDir.toAbsolutePath().normalize().resolve("jars");
        this.catalogue = catalogue;
        this.clock = clock;
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
        Files.createDirectories(directory);
        String id = UUID.randomUUID() + "_" + base;
        Path file = directory.resolve(id);
        Path part = Files.createTempFile(directory, "upload-", ".part");
        try {
            MessageDigest sha256 = sha256();
            try (InputStream digested = new DigestInputStream(content, sha256)) {
                Files.copy(digested, part, StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Jar jar = new Jar(
                    id,
                    base,
                    HexFormat.of().formatHex(sha256.digest()),
                    Files.size(file),
                    clock.millis(),
                    entryClasses(file));
            catalogue.add(jar);
            return jar;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    public List<Jar> list() {
        return catalogue.list();
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
        Optional<Jar> jar = catalogue.find(id);
        if (jar.isEmpty() || !catalogue.remove(id)) {
            throw ApiException.badRequest("File " + id + " does not exist in " + directory + ".");
        }
        try {
            Files.deleteIfExists(file(jar.get()));
            return jar.get();
        } catch (IOException e) {
            throw new UncheckedIOException("The jar " + id + " is no longer listed, but its file stays", e);
        }
    }

    /** Where a jar of the catalogue lies. */
    public Path file(Jar jar) {
        return directory.resolve(jar.id());
    }

    private static String baseName(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        base.codePoints().map(c -> Character.isISOControl(c) ? '_' : c).forEach(safe::appendCodePoint);
        while (safe.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            safe.deleteCharAt(0);
        }
        return safe.toString();
    }

    /** The main classes that the manifest names, as the engine lists them; none for what is no jar. */
    private static List<String> entryClasses(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                return List.of();
            }
            Attributes attributes = manifest.getMainAttributes();
            String classes = attributes.getValue("program-class");
            if (classes == null) {
                classes = attributes.getValue(Attributes.Name.MAIN_CLASS);
            }
            return classes == null
                    ? List.of()
                    : Stream.of(classes.split(","))
                            .map(String::trim)
                            .filter(name -> !name.isEmpty())
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
