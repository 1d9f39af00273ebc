package io.jobledger.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.history.HistoryService;
import io.jobledger.history.contract.HistoryContract;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Snapshots;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for wrongly is refused by name, in the API's own shape, and never a 500. */
class WrongInputTest {
    private static final JobKey JOB = new JobKey("flink", "local", "6d9bb97794dc32cb8f6da399b24d3dea");

    private static HistoryService history;

    @BeforeAll
    static void start() {
        history = HistoryService.start();
        history.record(Snapshots.sealed(JOB));
    }

    @AfterAll
    static void stop() {
        history.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jobs?limit=0 | The parameter limit takes a number from 1 to 1000, not 0.",
                "jobs?limit=1001 | The parameter limit takes a number from 1 to 1000, not 1001.",
                "jobs?limit=99999999999 | The parameter limit takes a whole number, not 99999999999.",
                "jobs?limit=ten | The parameter limit takes a whole number, not ten.",
                "jobs?limit= | The parameter limit is empty. Leave it out to ask for all.",
                "jobs?limit=1&limit=2 | The parameter limit is given 2 times.",
                "jobs?cursor=abc | The parameter cursor takes one that this very question was answered with.",
                "jobs?engine=flnk | The parameter engine takes connect, flink, seatunnel, not flnk.",
                "jobs?engine=flink&engine= | The parameter engine is empty. Leave it out to ask for all.",
                "jobs?state=a%00b | The parameter state takes a text without U+0000, not one with it.",
                "jobs?name=%FF | The parameter name is not percent-encoded UTF-8.",
                "jobs?engine=flink&name=a%ED%A0%80&limit=1 | The parameter name is not percent-encoded UTF-8.",
                "exceptions?text=%C3( | The parameter text is not percent-encoded UTF-8.",
                "jobs?name=a&namePrefix=b | Of the parameters name, namePrefix and nameContains only one can be given.",
                "jobs?startedFrom=5&startedTo=5 | The parameter startedTo takes a time after that of startedFrom, not"
                        + " 5.",
                "jobs?finishedFrom=5&finishedTo=4 | The parameter finishedTo takes a time after that of finishedFrom,"
                        + " not 4.",
                "jobs?startedFrom=2026-11-20 | The parameter startedFrom takes a whole number, not 2026-11-20.",
                "jobs?startedTo=9999999999999999999 | The parameter startedTo takes a whole number, not"
                        + " 9999999999999999999.",
                "jobs?durationMin=-1 | The parameter durationMin takes a number from 0, not -1.",
                "jobs?durationMin=5&durationMax=4 | The parameter durationMax takes a number from 5, not 4.",
                "jobs?runs=oldest | The parameter runs takes newest, all, not oldest.",
                "jobs?sort=state | The parameter sort takes start, end, duration, name, not state.",
                "jobs?sort=START | The parameter sort takes start, end, duration, name, not START.",
                "jobs?order=up | The parameter order takes asc, desc, not up.",
                "exceptions?seenFrom=5&seenTo=5 | The parameter seenTo takes a time after that of seenFrom, not 5.",
                "exceptions?text= | The parameter text is empty. Leave it out to ask for all.",
                "savepoints?disposed=2 | The parameter disposed takes true or false, not 2.",
                "jobs?name[0]=a | There is no parameter name[0] of this call, only cluster, cursor, durationMax,"
                        + " durationMin, engine, exception, finishedFrom, finishedTo, limit, name, nameContains,"
                        + " namePrefix, order, runs, sort, startedFrom, startedTo, state.",
                "savepoints?disposed=ture | The parameter disposed takes true or false, not ture.",
                "savepoints?createdFrom=5&createdTo=1 | The parameter createdTo takes a time after that of"
                        + " createdFrom, not 1.",
                "operations?status=DONE | The parameter status takes IN_PROGRESS, COMPLETED, FAILED, not DONE.",
                "operations?requestedFrom=x | The parameter requestedFrom takes a whole number, not x.",
                "statistics?by=week | The parameter by takes day, name, state, engine, not week.",
                "statistics?by=day,,name | The parameter by takes day, name, state, engine, not .",
                "statistics?limit=1001 | The parameter limit takes a number from 1 to 1000, not 1001.",
                "compare?left=flink/local/1 | The parameter right is missing.",
                "compare?left=&right=a/b/c | The parameter left is empty.",
                "compare?left=flink/local&right=a/b/c| The parameter left takes engine/cluster/jobId,"
                        + " engine/cluster/jobId/run or engine/cluster/jobId/run/version, not flink/local.",
                "compare?left=a/b/c/one&right=a/b/c"
                        + "| The parameter left takes engine/cluster/jobId, engine/cluster/jobId/run or"
                        + " engine/cluster/jobId/run/version, not a/b/c/one.",
                "jobs/flink/local/6d9bb97794dc32cb8f6da399b24d3dea?run=0"
                        + "| The parameter run takes a number from 1, not 0.",
                "jobs/flink/local/6d9bb97794dc32cb8f6da399b24d3dea/checkpoints?status=DONE"
                        + "| The parameter status takes IN_PROGRESS, COMPLETED, FAILED, not DONE.",
                "imports/abc | The parameter id takes a whole number, not abc.",
                "imports?limit=-1 | The parameter limit takes a number from 1 to 1000, not -1.",
            })
    void wrongParametersAreNamed(String target, String message) {
        HttpResponse<String> answer = history.get("/history/" + target);
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"" + message + "\"]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
    }

    /** Of these there are those that mean to ask for all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs?startedFrom=-9223372036854775808&startedTo=9223372036854775807",
                "jobs?finishedTo=9223372036854775807&durationMax=9223372036854775807",
                "jobs?finishedFrom=-9223372036854775808",
                "jobs?finishedTo=-9223372036854775808",
                "statistics?startedFrom=-9223372036854775808&startedTo=9223372036854775807",
                "exceptions?seenTo=9223372036854775807",
                "jobs?nameContains=%F0%9F%98%80%25",
                "jobs?engine[0]=flink&engine[1]=seatunnel&state[]=FINISHED",
                "statistics?by%5B0%5D=day&by%5B1%5D=name",
                "savepoints?disposed=0",
                "savepoints?disposed=1",
            })
    void numbersAndTextsThatThereAreAreTaken(String target) {
        assertThat(history.get("/history/" + target).statusCode()).isEqualTo(200);
    }

    @Test
    void noCallTakesAParameterThatItDoesNotHave() {
        List<String> refused = new ArrayList<>();
        for (Operation operation : HistoryContract.get().operations()) {
            String target = operation
                    .path()
                    .replace("{engine}", JOB.engine())
                    .replace("{cluster}", JOB.cluster())
                    .replace("{jobId}", JOB.jobId())
                    .replace("{id}", "1");
            HttpResponse<String> answer = history.service().send(operation.method(), target + "?stat=FAILED", null);
            if (answer.statusCode() == 400
                    && answer.body().startsWith("{\"errors\":[\"There is no parameter stat of this call, only ")) {
                refused.add(operation.id());
            }
        }
        assertThat(refused)
                .containsExactlyElementsOf(HistoryContract.get().operations().stream()
                        .map(Operation::id)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /history",
                "GET /history/",
                "GET /history/job",
                "GET /history/jobs/flink",
                "GET /history/jobs/flink/local",
                "POST /history/jobs",
                "DELETE /history/jobs/flink/local/6d9bb97794dc32cb8f6da399b24d3dea",
                "PUT /history/imports",
                "GET /history/imports/1/cancel",
            })
    void whatThereIsNotIsNotFound(String request) {
        String[] line = request.split(" ");
        HttpResponse<String> answer = history.service().send(line[0], line[1], null);
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"There is no " + request + " in this API.\"]}");
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flink/local/1 | There is no job 1 of flink on local.",
                "flnk/local/1/states | There is no job 1 of flnk on local.",
                "flink/local/6d9bb97794dc32cb8f6da399b24d3dea?run=2"
                        + "| There is no run 2 of job 6d9bb97794dc32cb8f6da399b24d3dea of flink on local."
            })
    void unknownJobsAreNotFound(String job, String message) {
        HttpResponse<String> answer = history.get("/history/jobs/" + job);
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"" + message + "\"]}");
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void formatsThatThereAreNotAreNotAcceptable() {
        HttpResponse<String> jobs = history.get("/history/jobs", "application/xml");
        assertThat(jobs.statusCode()).isEqualTo(406);
        assertThat(jobs.body())
                .isEqualTo(
                        "{\"errors\":[\"The answer can be application/json or application/x-ndjson or text/csv.\"]}");
        HttpResponse<String> other = history.get("/history/statistics", "text/csv");
        assertThat(other.statusCode()).isEqualTo(406);
        assertThat(other.body()).isEqualTo("{\"errors\":[\"The answer can only be application/json.\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {               | 400",
                "application/json | []              | 400",
                "application/json | {}              | 400",
                "application/json | {\"directory\":5} | 400",
                "application/json | {\"directory\":\"archives\"} | 400",
                "application/json | {\"directory\":\"/archives\",\"engine\":\"spark\"} | 400",
                "text/plain       | /archives       | 415",
            })
    void wrongBodiesAreRefused(String type, String body, int status) {
        HttpResponse<String> answer = history.service()
                .send(HttpRequest.newBuilder(history.service().url().resolve("/history/imports"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"errors\":[\"The ").doesNotContain("io.jobledger");
    }

    @Test
    void fieldsThatThereAreNotAreNamed() {
        HttpResponse<String> answer =
                history.service().send("POST", "/history/imports", "{\"directory\":\"/archives\",\"watch [it]\":true}");
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"There is no field watch [it] of this call's body.\"]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(history.json("/history/imports").get("imports").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /history/imports/1/cancel", "POST /history/imports/1/resume", "GET /history/jobs"})
    void bodiesThatNobodyReadsAreRefused(String request) {
        String[] line = request.split(" ");
        HttpResponse<String> answer = history.service().send(line[0], line[1], "{\"state\":\"FAILED\"}");
        assertThat(answer.body()).isEqualTo("{\"errors\":[\"This call takes no body.\"]}");
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
