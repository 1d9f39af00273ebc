package io.jobledger.flink.contract;

import io.jobledger.contract.SeedRules;
import java.util.Set;

class SeedContractTest extends SeedRules {

    /** The documents call the plan a text, and every engine sends an object. */
    private static final Set<String> MISTYPED = Set.of("GET /jobs/{jobid} plan");

    SeedContractTest() {
        super(FlinkContract.get(), new Expected("/seeds/flink-v1.txt", 61, 53, 98, 523, MISTYPED));
    }
}
