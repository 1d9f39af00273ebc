package io.jobledger.history.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.jobledger.history.HistoryService;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Snapshots;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole answers as NDJSON and CSV: over ten thousand jobs in many pages, some with names that CSV has to quote. */
class ExportTest {
    private static final int JOBS = 10_500;
    private static final String NDJSON = "application/x-ndjson";

    private static final List<String> NAMES = List.of(
            "plain",
            "a,b",
            "say \"hi\"",
            "two\nlines",
            "",
            " ",
            "ä€𝄞",
            "=1+1",
            "@sum",
            "-5",
            "-x",
            "\ttab",
            "'quoted");

    private static HistoryService history;

    /** Of every fifth job, so that all is far more than lies in the buffers of a connection. */
    private static final String LONG = "long".repeat(1000);

    @BeforeAll
    static void record() {
        history = HistoryService.start(Map.of(WatchedPages.ENABLED, true));
        history.bean(Ledger.class).recordAll(IntStream.range(0, JOBS).mapToObj(ExportTest::job));
    }

    private static JobSnapshot job(int i) {
        boolean open = i % 100 == 99;
        return Snapshots.open(new JobKey(i % 2 == 0 ? "flink" : "seatunnel", "cluster, one", "job-" + i))
                .name(NAMES.get(i % NAMES.size()) + (i % 5 == 0 ? LONG : ""))
                .state(open ? "RUNNING" : "FINISHED")
                .closure(open ? Closure.OPEN : Closure.SEALED)
                .startTime(Snapshots.START + i)
                .endTime(open ? null : Long.valueOf(Snapshots.START + i + 500))
                .build();
    }

    @AfterEach
    void goOn() {
        WatchedPages.reset();
    }

    @AfterAll
    static void stop() {
        history.close();
    }

    @Test
    void ndjsonIsThePagesOneAfterTheOther() {
        HttpResponse<String> answer = history.get("/history/jobs", NDJSON);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(NDJSON);
        List<JsonNode> lines =
                answer.body().lines().map(line -> history.service().json(line)).toList();
        assertThat(lines).hasSize(JOBS).isEqualTo(history.pages("/history/jobs?limit=1000", "jobs"));
    }

    @Test
    void csvIsReadBack() {
        HttpResponse<String> answer = history.get("/history/jobs?sort=name&engine=seatunnel", "text/csv");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=UTF-8; header=present");
        List<NamedCsvRecord> records =
                CsvReader.builder().ofNamedCsvRecord(answer.body()).stream().toList();
        List<JsonNode> jobs = history.pages("/history/jobs?sort=name&engine=seatunnel&limit=1000", "jobs");
        assertThat(records).hasSize(JOBS / 2);
        for (int i = 0; i < records.size(); i++) {
            Map<String, String> fields = records.get(i).getFieldsAsMap();
            JsonNode job = jobs.get(i);
            job.entries().forEach(entry -> {
                String text = entry.getValue().isNull() ? "" : entry.getValue().coerceStringValue();
                boolean formula = entry.getKey().equals("name")
                                && List.of("=1+1", "@sum", "-x", "\ttab").contains(text.replace(LONG, ""))
                        || text.equals("-5" + LONG);
                assertThat(fields).containsEntry(entry.getKey(), formula ? '\'' + text : text);
            });
            assertThat(fields).hasSize(job.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"csv, text/csv", "ndjson, application/x-ndjson"})
    void eachFormatHasItsOwnAddress(String ending, String type) {
        HttpResponse<String> asked = history.get("/history/jobs?state=RUNNING&limit=20&sort=name", type);
        for (String accept : List.of("*/*", type, type + ", application/json", "application/json")) {
            HttpResponse<String> answer =
                    history.get("/history/jobs." + ending + "?state=RUNNING&limit=20&sort=name", accept);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(asked.body()).contains("RUNNING");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .isEqualTo(asked.headers().firstValue("Content-Type"));
        }
        HttpResponse<String> other = history.get("/history/jobs." + ending, "text/html");
        assertThat(other.statusCode()).isEqualTo(406);
        assertThat(other.body()).isEqualTo("{\"errors\":[\"The answer can be " + type + ".\"]}");
        assertThat(history.get("/history/jobs." + ending + "?cursor=a").statusCode())
                .isEqualTo(400);
    }

    @Test
    void limitIsOfTheWhole() {
        assertThat(history.get("/history/jobs?limit=2500", NDJSON).body().lines())
                .hasSize(2500);
        assertThat(history.get("/history/jobs?limit=1", "text/csv").body().lines())
                .hasSize(2);
    }

    @Test
    void nothingFoundIsNoLine() {
        assertThat(history.get("/history/jobs?state=NONE", NDJSON).body()).isEmpty();
        assertThat(history.get("/history/jobs?state=NONE", "text/csv").body())
                .isEqualTo(
                        "engine,cluster,jobId,run,newest,name,state,closure,startTime,endTime,duration,observedAt\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json",
                "text/csv, application/json | application/json",
                "application/json;q=0.5, text/csv | text/csv",
                "text/*;q=0.9, application/*;q=0.8 | text/csv",
                "application/x-ndjson;q=0.1, text/csv;q=0 | application/x-ndjson",
                "text/html, */*;q=0.1 | application/json",
                "TEXT/CSV | text/csv",
            })
    void theFormatIsWhatIsLikedBest(String accept, String type) {
        assertThat(history.get("/history/jobs?limit=1", accept)
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cursor=abc | The parameter cursor is only for pages of application/json: a stream has all jobs.",
                "limit=0 | The parameter limit takes a number from 1, not 0."
            })
    void wrongInputIsRefusedBeforeTheStream(String query, String message) {
        HttpResponse<String> answer = history.get("/history/jobs?" + query, NDJSON);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"" + message + "\"]}");
    }

    @Test
    void aStreamThatBreaksOffDoesNotLookWhole() {
        WatchedPages.failAt(4);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(history.service().url().resolve("/history/jobs"))
                .header("Accept", NDJSON)
                .build();

        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }

    @Test
    void aFirstPageThatFailsIsAnError() {
        WatchedPages.failAt(1);
        assertThat(history.get("/history/jobs", NDJSON).statusCode()).isEqualTo(503);
    }

    @Test
    void whoDoesNotReadIsNotReadFor() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(
                    history.service().url().getHost(), history.service().url().getPort()));
            socket.getOutputStream()
                    .write(("GET /history/jobs HTTP/1.1\r\nHost: localhost\r\nAccept: " + NDJSON + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            // Until no more goes into the buffers of both sides, which is less than all.
            int[] last = {-1};
            Awaitility.await().pollInterval(Duration.ofMillis(300)).until(() -> {
                boolean same = last[0] == WatchedPages.read();
                last[0] = WatchedPages.read();
                return same;
            });
            assertThat(WatchedPages.read()).isBetween(1, JOBS / 1000);
        }
    }
}
