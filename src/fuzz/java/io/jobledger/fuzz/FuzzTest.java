package io.jobledger.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.fuzz.Fuzz.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run with a fixed seed: {@link Fuzz} sends as many requests as one likes, each time others. */
class FuzzTest {
    private static final long SEED = 14;
    private static final int REQUESTS = 2_000;

    @TempDir
    Path directory;

    @Test
    void nothingIsFlagged() throws Exception {
        try (FuzzedService service = FuzzedService.start(directory)) {
            Result result = Fuzz.run(service, SEED, REQUESTS, System.out);
            System.out.println(result.closing());
            assertThat(result.flagged()).isEmpty();
            // Else the requests would be so odd that none gets anywhere.
            assertThat(result.statuses()).containsKeys(200, 202, 400, 404);
            assertThat(result.statuses().get(200)).isGreaterThan(REQUESTS / 5);
        }
    }
}
