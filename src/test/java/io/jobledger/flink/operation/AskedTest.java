package io.jobledger.flink.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskedTest {
    private static final String LINE = "POST /jars/a.jar/run";

    @Test
    void theLineAndTheBodyAreNoted() {
        ClientRequest asked = new ClientRequest(null, LINE, new byte[0]);

        assertThat(asked.noted()).isEqualTo(LINE);
        assertThat(asked.with("{\"é\":1}".getBytes(UTF_8)).noted()).isEqualTo(LINE + "\n{\"é\":1}");
    }

    @Test
    void aLongBodyIsNotedInPart() {
        byte[] body = "é".repeat(2_000_000).getBytes(UTF_8);

        String noted = new ClientRequest(null, LINE, body).noted();

        assertThat(noted).hasSize(262_144).startsWith(LINE + "\né").endsWith("é");
    }
}
