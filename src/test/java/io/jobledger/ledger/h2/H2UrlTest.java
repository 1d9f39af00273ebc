package io.jobledger.ledger.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2UrlTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/data/ledger;MODE=PostgreSQL, /data/ledger, jdbc:h2:fused:/data/ledger;MODE=PostgreSQL",
        "jdbc:h2:/data/ledger, /data/ledger, jdbc:h2:fused:/data/ledger",
        "jdbc:h2:file:./data/ledger;A=1;B=2, data/ledger, jdbc:h2:fused:./data/ledger;A=1;B=2"
    })
    void aFile(String url, String path, String fused) {
        H2Url file = H2Url.of(url).orElseThrow();
        assertThat(file.file()).isEqualTo(Path.of(path + ".mv.db").toAbsolutePath());
        assertThat(file.fused()).isEqualTo(fused);
    }

    @Test
    void aFileInTheHomeDirectory() {
        assertThat(H2Url.of("jdbc:h2:~/ledger").orElseThrow().file())
                .isEqualTo(Path.of(System.getProperty("user.home"), "ledger.mv.db"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:h2:mem:ledger", "jdbc:h2:tcp://host/ledger", "jdbc:h2:zip:a.zip!/b", "jdbc:postgresql:x"})
    void noFileOfThisProcess(String url) {
        assertThat(H2Url.of(url)).isEmpty();
    }
}
