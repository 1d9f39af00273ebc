package io.jobledger.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the service's folders and files usable, whatever lies in their places. A foreign thing there is set aside or left,
 * with a warning: it must not keep the service or an engine from starting.
 */
public final class OwnPlace {
    private static final Logger LOG = LoggerFactory.getLogger(OwnPlace.class);

    private OwnPlace() {}

    /** Makes a folder, and the ones above it. */
    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (folder.getParent() != null) {
                folder(folder.getParent());
            }
            setAside(folder);
            Files.createDirectories(folder);
        }
    }

    /** Makes way for a regular file. */
    public static void file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            setAside(file);
        }
    }

    /** Makes a folder, and deletes all in it that can be deleted. Leaves all that lies behind a link. */
    static void emptyFolder(Path folder) throws IOException {
        folder(folder);
        if (isLink(folder)) {
            return;
        }
        // Walking does not follow links, so nothing outside is deleted.
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
                deleteOrLeave(file);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be emptied: {}", folder, e.toString());
        }
    }

    /**
     * Makes a folder, and deletes the files in it. Folders in it are not the service's, and are left, as is all that lies
     * behind a link.
     */
    public static void folderWithoutFiles(Path folder) throws IOException {
        folder(folder);
        if (isLink(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    LOG.warn("{} is not jobledger's, and is left", file);
                } else {
                    deleteOrLeave(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be emptied: {}", folder, e.toString());
        }
    }

    private static boolean isLink(Path folder) {
        boolean link = Files.isSymbolicLink(folder);
        if (link) {
            LOG.warn("{} is a link, so the files behind it are left", folder);
        }
        return link;
    }

    private static void deleteOrLeave(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted, and is left: {}", file, e.toString());
        }
    }

    private static void setAside(Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Path aside = place.resolveSibling(place.getFileName() + ".set-aside");
            for (int number = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); number++) {
                aside = place.resolveSibling(place.getFileName() + ".set-aside-" + number);
            }
            Files.move(place, aside);
            LOG.warn("{} is in the place of a file or folder of jobledger. It is set aside as {}", place, aside);
        }
    }
}
