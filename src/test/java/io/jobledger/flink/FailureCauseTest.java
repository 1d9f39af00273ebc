package io.jobledger.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Flink's own class reads from our {@code serialized-throwable}. */
class FailureCauseTest {
    @Test
    void textBecomesAnExceptionAgain() throws Exception {
        Exception root = new IllegalStateException();
        Exception original = new IOException("two\nlines: (and) a.b(C.java:99999999999)", root);
        original.addSuppressed(new RuntimeException("beside"));
        String text = printed(original);

        JsonNode cause = FailureCause.of(null, text);
        assertThat(Json.text(cause, "class")).isEqualTo("java.io.IOException");
        assertThat(Json.text(cause, "stack-trace")).isEqualTo(text);
        Throwable read = read(cause);

        assertThat(printed(read)).isEqualTo(text);
        assertThat(read).hasMessage("java.io.IOException: " + original.getMessage());
        assertThat(frames(read)).isEqualTo(frames(original)).isNotEmpty();
        assertThat(read.getCause())
                .hasMessage("java.lang.IllegalStateException")
                .hasNoCause();
        assertThat(frames(read.getCause()))
                .isNotEmpty()
                .isEqualTo(frames(root).subList(0, frames(read.getCause()).size()));
    }

    @Test
    void aFailureThatNobodyHasThrown() throws Exception {
        Throwable read = read(FailureCause.of("it is gone"));
        assertThat(read)
                .hasMessage("org.apache.flink.util.FlinkException: it is gone")
                .hasNoCause();
        assertThat(read.getStackTrace()).isEmpty();
    }

    @Test
    void anEndlessChainOfCausesIsCut() throws Exception {
        String text = "a.B: c\n" + "Caused by: a.B: c\n".repeat(10_000);
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = read(FailureCause.of("a.B", text)); next != null; next = next.getCause()) {
            chain.add(next);
        }
        assertThat(chain).hasSize(21);
        assertThat(printed(chain.get(0))).isEqualTo(text);
    }

    private static List<String> frames(Throwable throwable) {
        return Arrays.stream(throwable.getStackTrace())
                .map(StackTraceElement::toString)
                .toList();
    }

    private static String printed(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** As a client does that has Flink's libraries. */
    private static Throwable read(JsonNode cause) throws Exception {
        byte[] bytes = Base64.getDecoder().decode(Json.text(cause, "serialized-throwable"));
        try (URLClassLoader flink = new URLClassLoader(libraries());
                ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
                    @Override
                    protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
                        return Class.forName(type.getName(), false, flink);
                    }
                }) {
            Object read = in.readObject();
            assertThat(read.getClass().getClassLoader()).isSameAs(flink);
            return (Throwable) read;
        }
    }

    private static URL[] libraries() throws IOException {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> jars = Files.list(Path.of("target/engines/flink/lib"))) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
