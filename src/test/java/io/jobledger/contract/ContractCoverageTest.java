package io.jobledger.contract;

import static io.jobledger.contract.ContractCoverage.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The committed page says what the contracts cover today. */
class ContractCoverageTest {
    private static final Path PAGE = Path.of("docs/contract-coverage.md");

    @Test
    void pageIsTheCommittedOne() throws IOException {
        String page = ContractCoverage.page();
        if (Boolean.getBoolean("coverage.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is stale; to write it anew: %s", PAGE, ContractCoverage.COMMAND)
                .isEqualTo(page);
    }

    /** The lists of operations agree with the engines that answered. */
    @Test
    void whatAnEngineAnsweredIsInItsList() {
        Set<String> flink = FlinkCorpus.answers().stream()
                .filter(answer -> answer.status() < 300)
                .flatMap(answer -> FlinkContract.get().operation(answer.method(), answer.contractPath()).stream())
                .map(ContractCoverage::unnamed)
                .collect(Collectors.toSet());
        assertThat(flink).hasSizeGreaterThan(60);
        assertThat(ContractCoverage.flinkVersions().get("1.20.5")).containsAll(flink);

        Set<String> seaTunnel = SeaTunnelCorpus.answers().stream()
                .filter(answer -> answer.status() == 200)
                .flatMap(answer -> SeaTunnelContract.get().operation(answer.method(), answer.contractPath()).stream())
                .map(ContractCoverage::unnamed)
                .collect(Collectors.toSet());
        assertThat(seaTunnel).hasSize(SeaTunnelContract.get().operations().size());
        assertThat(ContractCoverage.seaTunnelVersions().get("2.3.8")).containsAll(seaTunnel);
    }

    @Test
    void variablesHaveNoNames() {
        assertThat(unnamed("GET /jobs/{jobid}/coordinators/{operatorUid}")).isEqualTo("GET /jobs/{}/coordinators/{}");
    }
}
