package io.jobledger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.http.annotation.Controller;
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
    void importsUseTheLedger() {
        holds(usesOfOurs("imports", "ledger"));
        fails(usesOfOurs("imports"));
    }

    @Test
    void upstreamUsesEngineAndHttp() {
        holds(usesOfOurs("upstream", "engine", "http"));
        fails(usesOfOurs("upstream", "engine"));
        fails(usesOfOurs("upstream", "http"));
    }

    @Test
    void flinkUsesLedgerEngineHttpUpstreamAndImports() {
        holds(usesOfOurs("flink", "ledger", "engine", "http", "upstream", "imports"));
        fails(usesOfOurs("flink", "ledger", "engine", "http", "upstream"));
        fails(usesOfOurs("flink", "ledger", "engine", "http", "imports"));
        fails(usesOfOurs("flink", "ledger", "engine", "upstream", "imports"));
        fails(usesOfOurs("flink", "ledger", "http", "upstream", "imports"));
        fails(usesOfOurs("flink", "engine", "http", "upstream", "imports"));
    }

    @Test
    void seatunnelUsesLedgerEngineHttpAndUpstream() {
        holds(usesOfOurs("seatunnel", "ledger", "engine", "http", "upstream"));
        fails(usesOfOurs("seatunnel", "ledger", "engine", "http"));
        fails(usesOfOurs("seatunnel", "ledger", "engine", "upstream"));
        fails(usesOfOurs("seatunnel", "ledger", "http", "upstream"));
        fails(usesOfOurs("seatunnel", "engine", "http", "upstream"));
    }

    @Test
    void historyUsesLedgerHttpAndImports() {
        holds(usesOfOurs("history", "ledger", "http", "imports"));
        fails(usesOfOurs("history", "ledger", "http"));
        fails(usesOfOurs("history", "ledger", "imports"));
        fails(usesOfOurs("history", "http", "imports"));
    }

    @Test
    void sqlStaysInTheLedger() {
        holds(databasesOnlyIn("io.jobledger.ledger.."));
        fails(databasesOnlyIn("io.jobledger.engine.."));
    }

    @Test
    void partsOfAnEngineFormNoCycle() {
        holds(acyclic("io.jobledger.flink.(*).."));
        holds(acyclic("io.jobledger.seatunnel.(*).."));
        holds(acyclic("io.jobledger.history.(*).."));
        JavaClasses tangled = new ClassFileImporter().importPackages("org.awaitility");
        assertThat(acyclic("org.awaitility.(*)..").evaluate(tangled).hasViolation())
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
    void namesSayWhatClassesDo() {
        // Flink's own word for a thing that we speak of.
        holds(noNameEndsWith("(?<!Task)Manager", "Helper", "Util", "Utils"));
        fails(noNameEndsWith("Recorder"));
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

    private static ArchRule usesOfPartsIn(String user) {
        return noClasses()
                .that(resideInAPackage(user))
                .should()
                .dependOnClassesThat(resideInAPackage("io.jobledger.flink.*.."));
    }

    private static ArchRule databasesOnlyIn(String allowed) {
        return noClasses()
                .that(not(resideInAPackage(allowed)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "io.micronaut.data..")
                        // What the HTTP layer has to know, to answer that the database failed.
                        .and(not(assignableTo(RuntimeException.class))));
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

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static void fails(ArchRule rule) {
        assertThat(rule.evaluate(CLASSES).hasViolation()).as("%s", rule).isTrue();
    }
}
