package io.jobledger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.http.annotation.Controller;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which, and where things live. Every rule is made by a method, so that each test can also show the
 * rule to fail: for a package that is known to break it, or for names that are known to be there.
 */
class ArchitectureTest {
    private static final String OURS = "io.jobledger..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jobledger");

    /** Top-level classes that are not generated from a contract. */
    private static final List<String> OURS_BY_HAND = CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(not(resideInAPackage("..contract..")))
            .map(JavaClass::getName)
            .filter(name -> !name.contains("$") && !name.endsWith("package-info"))
            .toList();

    @Test
    void ledgerUsesNothingOfOurs() {
        holds(usesOfOurs("ledger"));
        fails(usesOfOurs("flink.api"));
    }

    @Test
    void engineUsesNothingOfOurs() {
        holds(usesOfOurs("engine"));
    }

    @Test
    void httpUsesNothingOfOurs() {
        holds(usesOfOurs("http"));
    }

    @Test
    void secretsUseNothingOfOurs() {
        holds(usesOfOurs("secrets"));
    }

    @Test
    void importsUseTheLedger() {
        holds(usesOfOurs("imports", "ledger"));
        fails(usesOfOurs("imports"));
    }

    @Test
    void clusterUsesEngineLedgerAndHttp() {
        holds(usesOfOurs("cluster", "engine", "ledger", "http"));
        fails(usesOfOurs("cluster", "engine", "ledger"));
        fails(usesOfOurs("cluster", "engine", "http"));
        fails(usesOfOurs("cluster", "ledger", "http"));
    }

    @Test
    void flinkUsesWhatAnEngineIsMadeOf() {
        holds(usesOfOurs("flink", "cluster", "ledger", "engine", "http", "imports", "secrets"));
        fails(usesOfOurs("flink", "cluster", "ledger", "engine", "http", "imports"));
        fails(usesOfOurs("flink", "cluster", "ledger", "engine", "http", "secrets"));
        fails(usesOfOurs("flink", "cluster", "ledger", "engine", "imports", "secrets"));
        fails(usesOfOurs("flink", "cluster", "ledger", "http", "imports", "secrets"));
        fails(usesOfOurs("flink", "cluster", "engine", "http", "imports", "secrets"));
        fails(usesOfOurs("flink", "ledger", "engine", "http", "imports", "secrets"));
    }

    @Test
    void seatunnelUsesWhatAnEngineIsMadeOf() {
        holds(usesOfOurs("seatunnel", "cluster", "ledger", "engine", "http", "secrets"));
        fails(usesOfOurs("seatunnel", "cluster", "ledger", "engine", "http"));
        fails(usesOfOurs("seatunnel", "cluster", "ledger", "engine", "secrets"));
        fails(usesOfOurs("seatunnel", "cluster", "ledger", "http", "secrets"));
        fails(usesOfOurs("seatunnel", "cluster", "engine", "http", "secrets"));
        fails(usesOfOurs("seatunnel", "ledger", "engine", "http", "secrets"));
    }

    @Test
    void connectUsesWhatAnEngineIsMadeOf() {
        holds(usesOfOurs("connect", "cluster", "ledger", "engine", "http", "secrets"));
        fails(usesOfOurs("connect", "cluster", "ledger", "engine", "http"));
        fails(usesOfOurs("connect", "cluster", "ledger", "engine", "secrets"));
        fails(usesOfOurs("connect", "cluster", "ledger", "http", "secrets"));
        fails(usesOfOurs("connect", "cluster", "engine", "http", "secrets"));
        fails(usesOfOurs("connect", "ledger", "engine", "http", "secrets"));
    }

    @Test
    void historyUsesClusterLedgerHttpAndImports() {
        holds(usesOfOurs("history", "cluster", "ledger", "http", "imports"));
        fails(usesOfOurs("history", "cluster", "ledger", "http"));
        fails(usesOfOurs("history", "cluster", "ledger", "imports"));
        fails(usesOfOurs("history", "cluster", "http", "imports"));
        fails(usesOfOurs("history", "ledger", "http", "imports"));
    }

    @Test
    void foldersOfEnginesAreUsedByTheApplicationAlone() {
        holds(usedOutside("flink", "app"));
        holds(usedOutside("seatunnel", "app"));
        holds(usedOutside("connect", "app"));
        // Flink's own parts use each other.
        fails(usedOutside("flink.live", "app"));
    }

    @Test
    void theLedgersDomainUsesNoneOfItsRooms() {
        holds(usesOfPartsIn("io.jobledger.ledger"));
        fails(usesOfPartsIn("io.jobledger.ledger.runs"));
    }

    @Test
    void sqlStaysInTheLedger() {
        holds(databasesOnlyIn("io.jobledger.ledger.."));
        fails(databasesOnlyIn("io.jobledger.engine.."));
    }

    @Test
    void packagesFormNoCycle() {
        holds(acyclic("io.jobledger.(*).."));
        holds(acyclic("io.jobledger.(**)"));
        JavaClasses tangled = new ClassFileImporter().importPackages("org.awaitility");
        assertThat(acyclic("org.awaitility.(**)").evaluate(tangled).hasViolation())
                .as("the rule sees a cycle where there is one")
                .isTrue();
    }

    /** What all parts share lies above them, and knows none of them. */
    @Test
    void whatFlinksPartsShareUsesNoneOfThem() {
        holds(usesOfPartsIn("io.jobledger.flink"));
        fails(usesOfPartsIn("io.jobledger.flink.api"));
    }

    @Test
    void controllersLiveInApi() {
        holds(controllersOnlyIn("..api"));
        fails(controllersOnlyIn("..jars"));
    }

    @Test
    void noSimpleNameExistsTwice() {
        assertThat(repeatedNames(OURS_BY_HAND)).isEmpty();
        assertThat(repeatedNames(List.of("io.jobledger.flink.Snapshots", "io.jobledger.seatunnel.Snapshots")))
                .containsExactly("Snapshots");
    }

    @Test
    void namesSayWhatClassesDo() {
        // Flink's own word for a thing that we speak of.
        holds(noNameEndsWith("(?<!Task)Manager", "Helper", "Util", "Utils"));
        fails(noNameEndsWith("Follower"));
    }

    private static ArchRule usesOfOurs(String part, String... others) {
        String[] allowed = Stream.concat(Stream.of(part), Stream.of(others))
                .map(name -> "io.jobledger." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage("io.jobledger." + part + ".."))
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(allowed))));
    }

    private static ArchRule usedOutside(String part, String user) {
        return noClasses()
                .that(not(resideInAnyPackage("io.jobledger." + part + "..", "io.jobledger." + user + "..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.jobledger." + part + ".."));
    }

    private static ArchRule usesOfPartsIn(String user) {
        String whole = String.join(".", List.of(user.split("\\.")).subList(0, 3));
        return noClasses().that(resideInAPackage(user)).should().dependOnClassesThat(resideInAPackage(whole + ".*.."));
    }

    private static ArchRule databasesOnlyIn(String allowed) {
        return noClasses()
                .that(not(resideInAPackage(allowed)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "io.micronaut.data.."));
    }

    private static ArchRule acyclic(String parts) {
        return slices().matching(parts).should().beFreeOfCycles();
    }

    private static ArchRule controllersOnlyIn(String allowed) {
        return classes().that().areAnnotatedWith(Controller.class).should().resideInAPackage(allowed);
    }

    private static ArchRule noNameEndsWith(String... endings) {
        return noClasses().should().haveNameMatching(".*(" + String.join("|", endings) + ")(\\$.*)?");
    }

    private static Set<String> repeatedNames(List<String> classes) {
        Set<String> seen = new HashSet<>();
        return classes.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static void fails(ArchRule rule) {
        assertThat(rule.evaluate(CLASSES).hasViolation()).as("%s", rule).isTrue();
    }
}
