package io.jobledger.seatunnel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.model.SimpleRequest;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.contract.SeedRules;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedContractTest extends SeedRules {

    private static final String MAPS = "/hazelcast/rest/maps/";

    /** Job ids that no client can round, and the two documents of a finished job that the seed shows as texts. */
    private static final Set<String> MISTYPED = Set.of(
            "POST " + MAPS + "submit-job jobId",
            "POST " + MAPS + "stop-job jobId",
            "GET " + MAPS + "finished-jobs [].jobDag",
            "GET " + MAPS + "finished-jobs [].metrics",
            "GET " + MAPS + "finished-jobs/{state} [].jobDag",
            "GET " + MAPS + "finished-jobs/{state} [].metrics");

    SeedContractTest() {
        super(SeaTunnelContract.get(), new Expected("/seeds/seatunnel.txt", 9, 9, 6, 164, MISTYPED));
    }

    @ParameterizedTest
    @CsvSource({"submit-job", "encrypt-config"})
    void whatTheSeedSendsIsValid(String call) {
        assertValid(call, SeaTunnelCorpus.text("/seeds/seatunnel-" + call + ".json"));
    }

    @ParameterizedTest
    @CsvSource({"733584788375666689", "'\"733584788375666689\"'"})
    void jobMayBeNamedByNumberOrText(String id) {
        assertValid("stop-job", "{\"jobId\":" + id + ",\"isStopWithSavePoint\":false}");
    }

    @Test
    void olderCallIsDeprecated() {
        assertThat(SeaTunnelContract.get().operations())
                .filteredOn(operation -> operation.node().path("deprecated").asBoolean())
                .extracting(Operation::path)
                .containsExactly(MAPS + "running-job/{jobId}");
    }

    private static void assertValid(String call, String body) {
        assertThat(SeaTunnelContract.get()
                        .validateRequest(new SimpleRequest.Builder("POST", MAPS + call)
                                .withContentType("application/json")
                                .withBody(body)
                                .build())
                        .getMessages())
                .isEmpty();
    }
}
