package io.jobledger.history.contract;

import io.jobledger.contract.WireNameRules;
import java.util.Set;

class WireNamesTest extends WireNameRules {

    WireNamesTest() {
        super(HistoryContract.get(), new Expected("io.jobledger.history.contract.model", 38, 201, Set.of()));
    }
}
