package io.jobledger.ledger.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootCauseTest {
    @Test
    void isTheInnermost() {
        assertThat(RootCause.of(
                        "a.B: one\n\tat x\nCaused by: a.C: two\n\tat y\n\t... 3 more\nCaused by: a.D$E\n\tat z"))
                .isEqualTo(new RootCause("a.D$E", ""));
        assertThat(RootCause.of("java.lang.IllegalStateException: no: way\nsecond line"))
                .isEqualTo(new RootCause("java.lang.IllegalStateException", "no: way"));
        assertThat(RootCause.of("")).isEqualTo(new RootCause("", ""));
        assertThat(RootCause.of("something went wrong")).isEqualTo(new RootCause("", "something went wrong"));
    }

    @ParameterizedTest
    @CsvSource({
        "row 17 of 20, row 3 of 4",
        "job 2e588ce1c86a9d46e2e85186773ce4fd, job 0000000000000000000000000000000a",
        "id 123e4567-e89b-12d3-a456-426614174000, id 00000000-e89b-12d3-a456-42661417400f",
        "Object@1a2b3c4d, Object@ffffffff",
        "at 0xCAFE, at 0x1",
        "host 10.0.0.1:8081, host 192.168.1.22:80",
        "\"no \"\"/tmp/a\"\"\", \"no \"\"/var/b/c\"\"\""
    })
    void withoutWhatDiffersFromTimeToTime(String one, String other) {
        assertThat(RootCause.of("a.B: " + one).kind())
                .isEqualTo(RootCause.of("a.B: " + other).kind());
    }

    @Test
    void tellsKindsApart() {
        assertThat(RootCause.of("a.B: one").kind())
                .isNotEqualTo(RootCause.of("a.C: one").kind());
        assertThat(RootCause.of("a.B: one").kind())
                .isNotEqualTo(RootCause.of("a.B: two").kind());
        assertThat(RootCause.of("a.B: decade").kind())
                .isNotEqualTo(RootCause.of("a.B: facade").kind());
    }
}
