package io.jobledger.history.contract;

import io.jobledger.contract.NameRules;

class ClientNamesTest extends NameRules {
    ClientNamesTest() {
        super(HistoryContract.get());
    }
}
