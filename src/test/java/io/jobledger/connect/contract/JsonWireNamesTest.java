package io.jobledger.connect.contract;

import io.jobledger.contract.WireNameRules;
import java.util.Set;

class JsonWireNamesTest extends WireNameRules {
    JsonWireNamesTest() {
        super(ConnectJsonContract.get(), new Expected("io.jobledger.connect.contract.json.model", 22, 56, Set.of()));
    }
}
