package io.jobledger.seatunnel.embedded;

import io.jobledger.seatunnel.live.HiddenCauses;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the causes of an error in an embedded SeaTunnel's log, because its answer leaves them out. The log names the
 * request with its whole query. Another node's log is out of reach.
 */
public final class CausesInLog implements HiddenCauses {
    private static final Logger LOG = LoggerFactory.getLogger(CausesInLog.class);

    /** In bytes. The engine writes the causes before it answers, so they are near the end of the log. */
    private static final int TAIL = 4 * 1024 * 1024;

    private final List<Path> files;

    /** @param log the folder of an embedded engine's log, null if the engine is another's */
    public CausesInLog(@Nullable Path log) {
        // The second file is the log before the engine began a new one.
        this.files = log == null ? List.of() : List.of(log.resolve("seatunnel.log"), log.resolve("seatunnel.log.1"));
    }

    @Override
    public Optional<String> of(String request) {
        for (Path file : files) {
            try {
                String tail = Files.exists(file) ? tail(file) : "";
                int at = tail.lastIndexOf(request);
                int nextLine = at < 0 ? -1 : tail.indexOf('\n', at);
                if (nextLine >= 0) {
                    return LoggedCauses.in(tail.substring(nextLine + 1));
                }
            } catch (IOException e) {
                LOG.warn("The SeaTunnel engine's log cannot be read: {}", e.toString());
            }
        }
        return Optional.empty();
    }

    private static String tail(Path file) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long length = log.length();
            byte[] tail = new byte[(int) Math.min(length, TAIL)];
            log.seek(length - tail.length);
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        }
    }
}
