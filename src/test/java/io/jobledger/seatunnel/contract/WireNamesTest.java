package io.jobledger.seatunnel.contract;

import io.jobledger.contract.WireNameRules;
import java.util.Set;

class WireNamesTest extends WireNameRules {

    WireNamesTest() {
        super(SeaTunnelContract.get(), new Expected("io.jobledger.seatunnel.contract.model", 22, 147, Set.of()));
    }
}
