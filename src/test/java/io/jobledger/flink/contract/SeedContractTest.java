package io.jobledger.flink.contract;

import io.jobledger.contract.SeedRules;
import java.util.Set;

class SeedContractTest extends SeedRules {

    private static final Set<String> LEFT =
            Set.of("later PATCH /jobs/{jobid}/rescaling", "later GET /jobs/{jobid}/rescaling/{triggerid}");

    /** The documents call the plan a text, and every engine sends an object. */
    private static final Set<String> MISTYPED = Set.of("GET /jobs/{jobid} plan");

    SeedContractTest() {
        super(FlinkContract.get(), new Expected("/seeds/flink-v1.txt", 56, 46, 87, 509, LEFT, MISTYPED));
    }
}
