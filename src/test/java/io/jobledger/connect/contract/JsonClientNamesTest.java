package io.jobledger.connect.contract;

import io.jobledger.contract.NameRules;

class JsonClientNamesTest extends NameRules {
    JsonClientNamesTest() {
        super(ConnectJsonContract.get());
    }

    @Override
    protected int fewestFields() {
        return 40;
    }
}
