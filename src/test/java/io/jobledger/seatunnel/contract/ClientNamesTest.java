package io.jobledger.seatunnel.contract;

import io.jobledger.contract.NameRules;

class ClientNamesTest extends NameRules {
    ClientNamesTest() {
        super(SeaTunnelContract.get());
    }
}
