package io.jobledger.ledger.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RootCauseTest {
    @Test
    void isTheInnermost() {
        assertThat(RootCause.of(
                        "a.B: one\n\tat x\nCaused by: a.C: two\n\tat y\n\t... 3 more\nCaused by: a.D$E\n\tat z"))
                .isEqualTo(new RootCause("a.D$E", ""));
        assertThat(RootCause.of("java.lang.IllegalStateException: no: way\nsecond line"))
                .isEqualTo(new RootCause("java.lang.IllegalStateException", "no: way"));
        assertThat(RootCause.of("")).isEqualTo(new RootCause("", ""));
        assertThat(RootCause.of("something went wrong")).isEqualTo(new RootCause("", "something went wrong"));
    }

    @Test
    void namesMayHaveManyParts() {
        String name = "a" + ".a".repeat(50_000);
        assertThat(RootCause.of(name + ": x\n\tat A.b(A.java:1)")).isEqualTo(new RootCause(name, "x"));
        assertThat(RootCause.of(name + "#: x").message()).endsWith("#: x");
    }

    static List<Arguments> oddOnes() {
        return List.of(
                of("MyError: x\n\tat a.B.c(B.java:1)", "MyError", "x"),
                of("MyError: x", "MyError", "x"),
                of("OddJob$Odd\n\tat a.B.c(B.java:1)", "OddJob$Odd", ""),
                of("odd: lower case\n\tat a.B.c(B.java:1)", "odd", "lower case"),
                of("a.b.oops: lower case", "a.b.oops", "lower case"),
                of("$anon$1: x\n\tat A.b(A.scala:1)", "$anon$1", "x"),
                of("a.package$Op$minus$eq: x\n\tat A.b(A.scala:1)", "a.package$Op$minus$eq", "x"),
                of("Foo$$Lambda$14/0x0000000800: x\n\tat A.b(A.java:1)", "Foo$$Lambda$14/0x0000000800", "x"),
                of("\u9519\u8bef\u5f02\u5e38: x", "\u9519\u8bef\u5f02\u5e38", "x"),
                of("a.\u00dcberlauf: x\r\n\tat a.B.c(B.java:1)\r\n", "a.\u00dcberlauf", "x"),
                of("a.B: \n\tat a.B.c(B.java:1)", "a.B", ""),
                of("a.B\n\tat a.B.c(B.java:1)\nCaused by: Root\n\t... 3 more", "Root", ""),
                of("a.B: first line\nCaused by nothing\n\tat a.B.c(B.java:1)", "a.B", "first line"),
                of("a.B: see: there\n\tat a.B.c(B.java:1)", "a.B", "see: there"),
                of("error: cannot connect", "", "error: cannot connect"),
                of("The job failed: why\n\tat a.B.c(B.java:1)", "", "The job failed: why"),
                of("timeout", "", "timeout"));
    }

    private static Arguments of(String text, String exception, String message) {
        return Arguments.of(text, exception, message);
    }

    @ParameterizedTest
    @MethodSource("oddOnes")
    void hasAnyClass(String text, String exception, String message) {
        assertThat(RootCause.of(text)).isEqualTo(new RootCause(exception, message));
    }

    /** Made by the JVM that runs the tests, as engines make theirs. */
    @Test
    void isNoSuppressedExceptionAndNoCircle() {
        Exception suppressed = new IllegalStateException("suppressed", new IllegalArgumentException("its cause"));
        suppressed.addSuppressed(new IllegalStateException("deeper", new IllegalArgumentException("its cause")));
        Exception alone = new RuntimeException("alone");
        alone.addSuppressed(suppressed);
        Exception outer = new RuntimeException("outer", new UnsupportedOperationException("root"));
        outer.addSuppressed(suppressed);
        outer.getCause().addSuppressed(suppressed);
        Exception one = new RuntimeException("one");
        Exception two = new IllegalStateException("two", one);
        one.initCause(two);

        assertThat(RootCause.of(trace(alone))).isEqualTo(new RootCause("java.lang.RuntimeException", "alone"));
        assertThat(RootCause.of(trace(outer)))
                .isEqualTo(new RootCause("java.lang.UnsupportedOperationException", "root"));
        assertThat(trace(two)).contains("Caused by: [CIRCULAR REFERENCE");
        assertThat(RootCause.of(trace(two))).isEqualTo(new RootCause("java.lang.RuntimeException", "one"));
        assertThat(RootCause.of(
                        "a.Loop: b\n\tat a.B.c(B.java:1)\nCaused by: a.Loop2: a\n\t[CIRCULAR REFERENCE:a.Loop: b]"))
                .isEqualTo(new RootCause("a.Loop2", "a"));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Its beginning tells; the patterns would take hours for all of it. */
    @Test
    @Timeout(30)
    void ofALongMessageIsFound() {
        String message = "it's " + "0123456789 ".repeat(100_000);
        assertThat(RootCause.of("Long: " + message).kind())
                .isEqualTo(RootCause.of("Long: " + message + "more").kind());
    }

    @ParameterizedTest
    @CsvSource({
        "row 17 of 20, row 3 of 4",
        "job 2e588ce1c86a9d46e2e85186773ce4fd, job 0000000000000000000000000000000a",
        "id 123e4567-e89b-12d3-a456-426614174000, id 00000000-e89b-12d3-a456-42661417400f",
        "Object@1a2b3c4d, Object@ffffffff",
        "at 0xCAFE, at 0x1",
        "host 10.0.0.1:8081, host 192.168.1.22:80",
        "\"no \"\"/tmp/a\"\"\", \"no \"\"/var/b/c\"\"\""
    })
    void withoutWhatDiffersFromTimeToTime(String one, String other) {
        assertThat(RootCause.of("a.B: " + one).kind())
                .isEqualTo(RootCause.of("a.B: " + other).kind());
    }

    @Test
    void tellsKindsApart() {
        assertThat(RootCause.of("a.B: one").kind())
                .isNotEqualTo(RootCause.of("a.C: one").kind());
        assertThat(RootCause.of("a.B: one").kind())
                .isNotEqualTo(RootCause.of("a.B: two").kind());
        assertThat(RootCause.of("a.B: decade").kind())
                .isNotEqualTo(RootCause.of("a.B: facade").kind());
    }
}
