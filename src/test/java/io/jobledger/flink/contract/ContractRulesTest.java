package io.jobledger.flink.contract;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.contract.ContractRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ContractRulesTest extends ContractRules {

    private static final Set<String> TAGS = Set.of(
            "Cluster",
            "Jars",
            "JobManager",
            "TaskManagers",
            "Jobs",
            "Checkpoints",
            "Savepoints",
            "Rescaling",
            "Vertices",
            "Datasets");

    private static final Set<String> ANSWERED_WITH_MODELS =
            Set.of("GET /jars", "POST /jars/upload", "DELETE /jars/{jarid}");

    private static final Map<String, String> IDS = Stream.of(
                    "jobid", "vertexid", "operatorid", "triggerid", "rescaleuuid", "datasetid")
            .collect(Collectors.toMap(Function.identity(), id -> "^[0-9a-fA-F]{32}$"));

    private static final Pattern WIDE = Pattern.compile(
            "(?i).*(time|timestamp|^now$|uploaded|last-modification|duration|delay|interval|timeout|pause|bytes"
                    + "|records|size|memory|heap|metaspace|overhead|used$|committed$|max$|buffered|processed|persisted"
                    + "|data$).*");

    /** Flink's own 32-bit numbers that sound like more: a shift of some hours, a count, and amounts in mebibytes. */
    private static final Set<String> NARROW = Set.of(
            "DashboardConfiguration.timezone-offset",
            "RescaleConfiguration.rescaleHistoryMax",
            "SlotResources.taskHeapMemory",
            "SlotResources.taskOffHeapMemory",
            "SlotResources.managedMemory",
            "SlotResources.networkMemory",
            "ResourceProfile.taskHeapMemory",
            "ResourceProfile.taskOffHeapMemory",
            "ResourceProfile.managedMemory",
            "ResourceProfile.networkMemory");

    ContractRulesTest() {
        super(
                FlinkContract.get(),
                new Expected(
                        91,
                        139,
                        // One has two: how a cancellation with a savepoint goes tells by its status whether it is over.
                        92,
                        637,
                        321,
                        131,
                        List.of("http://{host}:{port}", "http://{host}:{port}/v1"),
                        TAGS,
                        ANSWERED_WITH_MODELS,
                        IDS,
                        WIDE,
                        NARROW,
                        Map.of("checkpointid", "0", "subtaskindex", "0", "attempt", "0", "requestId", "0"),
                        "0123456789abcdef0123456789abcdef"));
    }

    @Override
    protected Set<String> errorsOf(Operation operation) {
        return operation.path().startsWith("/jobs/{jobid}") ? Set.of("400", "404") : Set.of();
    }

    /** All but the dashboard's configuration, which has a form for when there is none. */
    @Override
    protected boolean needsEngine(Operation operation) {
        return !operation.toString().equals("GET /config");
    }
}
