package io.jobledger.flink.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramArgumentsTest {
    private static final Json JSON = new Json(ObjectMapper.getDefault());
    private static final int TEXTS = 3000;

    /** The engine's own code is asked, on texts of all that matters to it. */
    @Test
    void textsAreSplitAsTheEngineSplitsThem() throws Exception {
        try (URLClassLoader engine = engine()) {
            Method split = engine.loadClass("org.apache.flink.runtime.webmonitor.handlers.utils.JarHandlerUtils")
                    .getDeclaredMethod("tokenizeArguments", String.class);
            split.setAccessible(true);
            Random random = new Random(7);
            int quoted = 0;
            for (int i = 0; i < TEXTS; i++) {
                String text = random.ints(1 + random.nextInt(14), 0, 9)
                        .mapToObj(index -> "ab-\"' \t\\,".substring(index, index + 1))
                        .reduce("", String::concat);
                ProgramArguments sent = new ProgramArguments(
                                new byte[0], "program-args=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .understoodByAll(JSON);
                List<String> tokens = new ArrayList<>();
                Json.elements(JSON.read(sent.body()), "programArgsList")
                        .forEach(token -> tokens.add(token.getStringValue()));
                assertThat(tokens).as("<%s>", text).isEqualTo(split.invoke(null, text));
                quoted += tokens.stream().anyMatch(token -> token.contains(" ")) ? 1 : 0;
            }
            assertThat(quoted).as("texts with quotations").isGreaterThan(TEXTS / 50);
        }
    }

    private static URLClassLoader engine() throws Exception {
        try (Stream<Path> libraries = Files.list(Path.of("target/engines/flink/lib"))) {
            List<URL> urls = new ArrayList<>();
            for (Path library : libraries.toList()) {
                urls.add(library.toUri().toURL());
            }
            return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        }
    }

    /** Body, query, and what is sent; an empty cell is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"programArgs\":\"a 'b c'\"}; ; {\"programArgsList\":[\"a\",\"b c\"]}; ",
                "; program-args=a%20%22b+c%22; {\"programArgsList\":[\"a\",\"b c\"]}; ",
                "; x=1&program-args=a,b&entry-class=%C3%A4; {\"programArgsList\":[\"a,b\"]}; x=1&entry-class=%C3%A4",
                // Body before query, and an empty text is none.
                "{\"programArgs\":\"a\"}; program-args=b; {\"programArgsList\":[\"a\"]}; ",
                "{\"programArgs\":\"\"}; program-args=b; {\"programArgsList\":[\"b\"]}; ",
                "{\"programArgs\":null}; program-args=b; {\"programArgsList\":[\"b\"]}; ",
                "{\"programArgs\":7}; ; {\"programArgsList\":[\"7\"]}; ",
                "{\"programArgs\":\"a\",\"programArgsList\":null}; ; {\"programArgsList\":[\"a\"]}; ",
                "{\"programArgs\":\"a\",\"programArgsList\":[]}; programArg=b; {\"programArgsList\":[\"a\"]}; ",
                // All else stays.
                "{\"x\":{\"y\":[1.50,null]},\"programArgs\":\"a\",\"jobId\":null,\"parallelism\":2}; ;"
                        + "{\"x\":{\"y\":[1.50,null]},\"jobId\":null,\"parallelism\":2,\"programArgsList\":[\"a\"]}; ",
            })
    void textBecomesAList(String body, String query, String sentBody, String sentQuery) {
        ProgramArguments sent = new ProgramArguments(bytes(body), query).understoodByAll(JSON);
        assertThat(JSON.read(sent.body())).isEqualTo(JSON.read(bytes(sentBody)));
        assertThat(sent.query()).isEqualTo(sentQuery);
    }

    /** What every engine understands, and what every engine refuses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "; ",
                "{}; ",
                "{\"programArgsList\": [\"a\"], \"x\":1.0}; programArg=b",
                "; programArg=a,b&programArg=c&parallelism=2",
                "{\"programArgs\":null,\"entryClass\":null}; program-args=",
                "{\"programArgs\":[\"a\"]}; ",
                "{\"programArgs\":\"a\",\"programArgsList\":\"b\"}; ",
                "[1]; program-args=a",
                "{\"progr; program-args=a",
            })
    void othersStayAsTheyCame(String body, String query) {
        ProgramArguments came = new ProgramArguments(bytes(body), query);
        assertThat(came.understoodByAll(JSON)).isSameAs(came);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"programArgs\":\"a\",\"programArgsList\":[\"b\"]}; ; Confusing request",
                "{\"programArgs\":\"a\"}; programArg=b; Confusing request",
                "{\"programArgsList\":[\"b\"]}; program-args=a; Confusing request",
                "; program-args=a&programArg=b; Confusing request",
                "; program-args=a&program-args=b; Expected only one value",
            })
    void textAndListAreRefused(String body, String query, String message) {
        ProgramArguments came = new ProgramArguments(bytes(body), query);
        assertThatThrownBy(() -> came.understoodByAll(JSON))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        error -> assertThat(error.status().getCode()).isEqualTo(400))
                .hasMessageStartingWith(message);
    }

    @Test
    void numbersKeepTheirDigits() {
        JsonNode sent = JSON.read(
                new ProgramArguments(bytes("{\"programArgs\":\"a\",\"n\":12345678901234567890,\"d\":0.1}"), null)
                        .understoodByAll(JSON)
                        .body());
        assertThat(sent.get("n").getBigIntegerValue()).hasToString("12345678901234567890");
        assertThat(sent.get("d").getBigDecimalValue()).hasToString("0.1");
    }

    private static byte[] bytes(String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
