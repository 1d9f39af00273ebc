package io.jobledger.connect.contract;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.contract.ContractRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

class TextRulesTest extends ContractRules {
    TextRulesTest() {
        super(
                ConnectContract.get(),
                new Expected(
                        9,
                        1,
                        9,
                        45,
                        0,
                        0,
                        List.of("http://{host}:{port}"),
                        Set.of("Connectors", "Runtime"),
                        Set.of(),
                        Map.of(),
                        Pattern.compile("none"),
                        Set.of(),
                        Map.of(),
                        "src"));
    }

    @Override
    protected Set<String> errorsOf(Operation operation) {
        return Set.of("403", "414");
    }

    @Override
    protected String errorType() {
        return "text/plain";
    }

    @Override
    protected String errorSchema() {
        return "ErrorText";
    }
}
