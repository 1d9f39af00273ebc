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
 * What an embedded SeaTunnel writes into its log alone: the causes of what it says to the client, whose request it names
 * with its whole query. Another node's log is out of reach.
 */
public final class CausesInLog implements HiddenCauses {
    private static final Logger LOG = LoggerFactory.getLogger(CausesInLog.class);

    /** The engine writes before it answers, so what is looked for is near the end. */
    private static final int TAIL = 4 * 1024 * 1024;

    private final List<Path> files;

    /** @param log the folder of an embedded engine's log, null if the engine is another's */
    public CausesInLog(@Nullable Path log) {
        // The second for the moment after the first has become too long.
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
