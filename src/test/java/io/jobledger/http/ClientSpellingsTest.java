package io.jobledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.history.contract.HistoryContract;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What generated clients send for booleans and arrays by default is read as the contracts spell it. */
class ClientSpellingsTest {
    private final ClientSpellings spellings = new ClientSpellings();

    @Test
    void everyBooleanOfAQueryCanBeADigit() {
        Set<String> booleans = Stream.of(FlinkContract.get(), SeaTunnelContract.get(), HistoryContract.get())
                .flatMap(contract -> names(contract, "boolean").stream())
                .collect(Collectors.toSet());
        assertThat(booleans).hasSize(4).allSatisfy(name -> {
            assertThat(spellings.rewrite("/a?" + name + "=1")).isEqualTo("/a?" + name + "=true");
            assertThat(spellings.rewrite("/a?" + name + "=0&b=1")).isEqualTo("/a?" + name + "=false&b=1");
        });
    }

    @Test
    void everyArrayOfTheHistoryCanHaveIndices() {
        assertThat(names(HistoryContract.get(), "array")).hasSize(6).allSatisfy(name -> {
            for (String index : List.of("[]", "[12]", "%5B%5D", "%5b0%5d")) {
                assertThat(spellings.rewrite("/history/x?" + name + index + "=a&" + name + index + "=b"))
                        .isEqualTo("/history/x?" + name + "=a&" + name + "=b");
            }
        });
    }

    private static Set<String> names(Contract contract, String type) {
        return contract.operations().stream()
                .flatMap(operation -> contract.parameters(operation).stream())
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .filter(parameter -> contract.resolve(parameter.path("schema"))
                        .path("type")
                        .asText()
                        .equals(type))
                .map((JsonNode parameter) -> parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "/disposed=1",
        "/history/savepoints?disposed=10",
        "/history/savepoints?disposed=maybe&x=1",
        "/history/jobs?engine[a]=flink",
        "/history/jobs?name[0]=flink",
        "/history/jobs?name=state[0]=flink",
        "/jobs/metrics?state[0]=a",
    })
    void allElseStays(String target) {
        assertThat(spellings.rewrite(target)).isEqualTo(target);
    }
}
