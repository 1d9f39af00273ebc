package io.jobledger.flink.jars;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.operation.ClientRequest;
import io.jobledger.http.Json;
import io.micronaut.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotedRunTest {
    private static final Json JSON = new Json(JsonMapper.createDefault());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"programArgsList\":[\"--password\",\"geheim\",\"-pgeheim\",\"-p\",\"geheim\",\"-path\",\"/x\"]};"
                        + "{\"programArgsList\":[\"--password\",\"******\",\"-p******\",\"-p\",\"******\",\"-path\",\"/x\"]}",
                "{\"programArgs\":\"--password 'very geheim'  -pgeheim --url jdbc:x://u:geheim@h\"};"
                        + "{\"programArgs\":\"--password '******'  -p****** --url jdbc:x://u:******@h\"}",
                "{\"programArgs\":\"-parallelism 2 -port=7\", \"x\": 1.50};"
                        + "{\"programArgs\":\"-parallelism 2 -port=7\", \"x\": 1.50}",
                "{\"programArgs\":\"-p 4 -p 4711 -psecret -p secret\"};{\"programArgs\":\"-p 4 -p ****** -p****** -p ******\"}",
                "{\"programArgsList\":[\"-p\",\"16\",\"-p\",8,\"-u\",\"user:x\",\"--password\",\"4\"]};"
                        + "{\"programArgsList\":[\"-p\",\"16\",\"-p\",8,\"-u\",\"user:******\",\"--password\",\"******\"]}",
                "{\"savepointPath\":\"s3://u:geheim@h/s\"};{\"savepointPath\":\"s3://u:******@h/s\"}",
                "{\"programArgs\":\"--token geheim\",\"programArgs\":\"x\"};{\"programArgs\":\"--token ******\",\"programArgs\":\"x\"}",
                "{\"programArgs\":\"--token geheim;{\"programArgs\":\"--token ******",
            })
    void bodies(String body, String noted) {
        ClientRequest asked = new ClientRequest("h", "POST /jars/a.jar/run", body.getBytes(UTF_8));

        assertThat(new String(NotedRun.of(asked, JSON).body(), UTF_8)).isEqualTo(noted);
    }

    @ParameterizedTest
    @CsvSource({
        "'programArg=--password,geheim,-pgeheim&parallelism=2', 'programArg=--password,******,-p******&parallelism=2'",
        "'programArg=--password&program%41rg=geheim%2C%20x', 'programArg=--password&program%41rg=******,+x'",
        "'program-args=--password%20geheim+-pgeheim', 'program-args=--password+******+-p******'",
        "'programArg=--kind,%20a&&x&y=', 'programArg=--kind,%20a&&x&y='",
        "'savepointPath=s3%3A%2F%2Fu%3Ageheim%40h&x=%zz', 'savepointPath=s3%3A%2F%2Fu%3A******%40h&x=%zz'",
        "'programArg=,', 'programArg=,'",
    })
    void queries(String query, String noted) {
        ClientRequest asked = new ClientRequest("h", "POST /jars/a.jar/run?" + query, new byte[0]);

        assertThat(NotedRun.of(asked, JSON).line()).isEqualTo("POST /jars/a.jar/run?" + noted);
    }
}
