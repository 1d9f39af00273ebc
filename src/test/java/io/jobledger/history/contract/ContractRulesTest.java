package io.jobledger.history.contract;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.contract.ContractRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class ContractRulesTest extends ContractRules {

    private static final Pattern WIDE = Pattern.compile(
            "time|duration|size|day|p\\d\\d|id|missing|failed|recorded|jobs|ended|exceptions|seen|taken|skipped|quarantined"
                    + "|maxAge|maxCount|wouldDelete|millisLeft|lastTried|.*(Id|Time|Size|At|Seen)");

    ContractRulesTest() {
        super(
                HistoryContract.get(),
                new Expected(
                        21,
                        46,
                        21,
                        139,
                        187,
                        61,
                        List.of("http://{host}:{port}"),
                        Set.of("Jobs", "Runs", "Catalogue", "Statistics", "Imports", "Retention"),
                        // All but the exports, and the one that curl may ask for them.
                        HistoryContract.get().operations().stream()
                                .map(Operation::toString)
                                .filter(operation -> !operation.matches("GET /history/jobs(\\.csv|\\.ndjson)?"))
                                .collect(Collectors.toSet()),
                        Map.of(),
                        WIDE,
                        Set.of(),
                        Map.of("engine", "flink", "cluster", "local", "id", "3"),
                        "0123456789abcdef0123456789abcdef"));
    }

    /** Any may be asked for what it does not have, and all but the one without parameters for what it does not take. */
    @Override
    protected Set<String> errorsOf(Operation operation) {
        if (operation.path().equals("/history/retention")) {
            return Set.of("406");
        }
        return operation.path().contains("{") ? Set.of("400", "404", "406") : Set.of("400", "406");
    }
}
