package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.connect.contract.ConnectContract;
import io.jobledger.connect.contract.ConnectCorpus;
import io.jobledger.connect.contract.ConnectJsonContract;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.history.contract.HistoryContract;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the page that says what the contracts cover. Versions come from lists in {@code engine-operations}, counts from
 * the corpora.
 */
final class ContractCoverage {

    /** The command that writes the page anew. */
    static final String COMMAND = "mvn test -Dtest=ContractCoverageTest -Dcoverage.write=true";

    private ContractCoverage() {}

    /** Returns the page as Markdown; equal contracts and corpora give equal text. */
    static String page() {
        return """
                # Coverage of the contracts

                A test writes this page and fails if the page is stale. To write it anew: `%s`.

                - A version has an operation if the engine's code declares it. For 1.8, the documents of Flink 1.7 and 1.8 name it.
                - Who answers is the contract's `x-answered-by`. Either means the engine while it has the job, the ledger afterwards.
                - Answers are JSON answers recorded from a real Flink 1.20.5, SeaTunnel 2.3.8, or RocketMQ Connect of 2019 and 2024. Tests hold each one to the
                  contract.
                - Archived are documents in the archives of Flink 1.20.5, which tests hold to the contract too.
                - The test is the one that fails unless it calls every operation of the contract.
                - A difference from the engine is the contract's `x-difference`. What holds for many calls is in `flink.md` and `seatunnel.md`.
                """.formatted(COMMAND)
                + section("Flink", FlinkContract.get(), flinkVersions(), flinkCounts(), "flink/api/OperationsTest")
                + section(
                        "SeaTunnel",
                        SeaTunnelContract.get(),
                        seaTunnelVersions(),
                        seaTunnelCounts(),
                        "seatunnel/api/SeaTunnelApiTest")
                + section(
                        "RocketMQ Connect, text",
                        ConnectContract.get(),
                        Map.of(),
                        connectCounts(ConnectCorpus.TEXT),
                        "connect/api/ConnectApiTest")
                + section(
                        "RocketMQ Connect, JSON",
                        ConnectJsonContract.get(),
                        Map.of(),
                        connectCounts(ConnectCorpus.JSON),
                        "connect/api/ConnectApiTest")
                + section("History", HistoryContract.get(), Map.of(), Map.of(), "history/api/HistoryApiTest");
    }

    /** The operations of each version of Flink, without the names of variables. */
    static Map<String, Set<String>> flinkVersions() {
        return versions("flink", "1.8", "1.20.5", "2.3.0");
    }

    /** The operations of each version of SeaTunnel, without the names of variables. */
    static Map<String, Set<String>> seaTunnelVersions() {
        return versions("seatunnel", "2.3.4", "2.3.8");
    }

    /** Returns an operation without the names of its variables, which are not the same in all versions. */
    static String unnamed(Object operation) {
        return operation.toString().replaceAll("\\{\\w+}", "{}");
    }

    private static Map<String, Map<Operation, Long>> flinkCounts() {
        Contract contract = FlinkContract.get();
        // An answer of 308 is to a call that the service never passes on as it came.
        List<Operation> answers = FlinkCorpus.answers().stream()
                .filter(answer -> answer.isJson()
                        && answer.status() != 308
                        && answer.body().isPresent())
                .flatMap(answer -> contract.operation(answer.method(), answer.contractPath()).stream())
                .toList();
        List<Operation> archived = new ArrayList<>();
        FlinkCorpus.archivedJobs()
                .forEach(job -> FlinkCorpus.archive(job)
                        .forEach(document -> archived.add(
                                contract.operation("GET", document.path("path").asText())
                                        .orElseThrow())));
        Map<String, Map<Operation, Long>> counts = new LinkedHashMap<>();
        counts.put("answers", count(answers));
        counts.put("archived", count(archived));
        return counts;
    }

    private static Map<String, Map<Operation, Long>> seaTunnelCounts() {
        Contract contract = SeaTunnelContract.get();
        return Map.of(
                "answers",
                count(SeaTunnelCorpus.answers().stream()
                        .filter(answer -> answer.isJson() && answer.body().isPresent())
                        .flatMap(answer -> contract.operation(answer.method(), answer.contractPath()).stream())
                        .toList()));
    }

    private static Map<String, Map<Operation, Long>> connectCounts(ConnectCorpus corpus) {
        return Map.of(
                "answers",
                count(corpus.answers().stream()
                        .flatMap(answer -> corpus.contract().operation(answer.method(), answer.path()).stream())
                        .toList()));
    }

    private static Map<Operation, Long> count(List<Operation> operations) {
        return operations.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static String section(
            String name,
            Contract contract,
            Map<String, Set<String>> versions,
            Map<String, Map<Operation, Long>> counts,
            String test) {
        assertThat(source(test)).contains(contract.getClass().getSimpleName() + ".get().operations()");
        List<String> head = new ArrayList<>(List.of("operation"));
        head.addAll(versions.keySet());
        head.add("who answers");
        head.addAll(counts.keySet());
        head.addAll(List.of("test", "difference from the engine"));
        List<String> lines = new ArrayList<>(List.of(
                "",
                "## " + name,
                "",
                "The contract is [`%1$s`](../%1$s), with %2$d operations."
                        .formatted(contract.file(), contract.operations().size()),
                "",
                row(head),
                "|" + "---|".repeat(head.size())));
        for (Operation operation : contract.operations()) {
            List<String> cells = new ArrayList<>(List.of("`" + operation + "`"));
            versions.values().forEach(has -> cells.add(has.contains(unnamed(operation)) ? "yes" : "–"));
            cells.add(operation.node().path("x-answered-by").asText());
            counts.values().forEach(count -> cells.add(String.valueOf(count.getOrDefault(operation, 0L))));
            cells.add(test.substring(test.lastIndexOf('/') + 1));
            cells.add(operation.node().path("x-difference").asText());
            lines.add(row(cells));
        }
        if (!versions.isEmpty()) {
            List<String> totals = new ArrayList<>(List.of("all"));
            versions.values()
                    .forEach(has -> totals.add(String.valueOf(contract.operations().stream()
                            .filter(operation -> has.contains(unnamed(operation)))
                            .count())));
            totals.add("");
            counts.values()
                    .forEach(count -> totals.add(String.valueOf(
                            count.values().stream().mapToLong(Long::longValue).sum())));
            totals.addAll(List.of("", ""));
            lines.add(row(totals));
        }
        versions.forEach((version, has) -> lines.addAll(missing(name + " " + version, contract, has)));
        return String.join("\n", lines) + "\n";
    }

    private static String source(String test) {
        try {
            return Files.readString(Path.of("src/test/java/io/jobledger", test + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> missing(String version, Contract contract, Set<String> has) {
        Set<String> missing = new TreeSet<>(has);
        contract.operations().forEach(operation -> missing.remove(unnamed(operation)));
        List<String> lines = new ArrayList<>();
        if (!missing.isEmpty()) {
            lines.addAll(List.of("", version + " also has these, which the contract does not:", ""));
            missing.forEach(operation -> lines.add("- `" + operation + "`"));
        }
        return lines;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static Map<String, Set<String>> versions(String engine, String... versions) {
        Map<String, Set<String>> operations = new LinkedHashMap<>();
        Arrays.stream(versions)
                .forEach(version -> operations.put(
                        version,
                        text("/engine-operations/" + engine + "-" + version + ".txt")
                                .lines()
                                .filter(line -> !line.startsWith("#"))
                                .map(ContractCoverage::unnamed)
                                .collect(Collectors.toSet())));
        return operations;
    }

    private static String text(String resource) {
        try (InputStream in = ContractCoverage.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
