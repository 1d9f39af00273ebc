package io.jobledger.flink.contract;

import io.jobledger.contract.NameRules;

class ClientNamesTest extends NameRules {
    ClientNamesTest() {
        super(FlinkContract.get());
    }
}
