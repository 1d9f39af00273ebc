package io.jobledger.connect.contract;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.contract.ContractRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

class JsonRulesTest extends ContractRules {
    JsonRulesTest() {
        super(
                ConnectJsonContract.get(),
                new Expected(
                        24,
                        23,
                        24,
                        178,
                        56,
                        0,
                        List.of("http://{host}:{port}/connect-json"),
                        Set.of("Connectors", "Tasks", "Runtime", "Plugins"),
                        Set.of(),
                        Map.of(),
                        Pattern.compile("none"),
                        Set.of(),
                        Map.of("task", "0"),
                        "src"));
    }

    @Override
    protected Set<String> errorsOf(Operation operation) {
        return operation.path().contains("{task}") ? Set.of("400", "404") : Set.of("400");
    }
}
