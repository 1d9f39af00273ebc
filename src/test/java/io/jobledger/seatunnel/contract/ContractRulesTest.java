package io.jobledger.seatunnel.contract;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.contract.ContractRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

class ContractRulesTest extends ContractRules {

    private static final String DECIMAL = "^-?[0-9]{1,19}$";

    ContractRulesTest() {
        super(
                SeaTunnelContract.get(),
                new Expected(
                        17,
                        33,
                        17,
                        125,
                        105,
                        5,
                        List.of("http://{host}:{port}"),
                        Set.of("Jobs", "Operations", "Cluster", "Metrics"),
                        Set.of(),
                        Map.of("jobId", DECIMAL, "submittedJobId", DECIMAL),
                        // All else is sent as text.
                        Pattern.compile(".*[iI]d$"),
                        Set.of(),
                        Map.of("jobId", "733584788375666689"),
                        "FINISHED"));
    }

    @Override
    protected Set<String> errorsOf(Operation operation) {
        return operation.path().contains("{jobId}") ? Set.of("400") : Set.of();
    }
}
