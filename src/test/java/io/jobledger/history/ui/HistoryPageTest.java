package io.jobledger.history.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.browser.Browser;
import io.jobledger.flink.archive.RealArchives;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.history.HistoryService;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The history's page in a real browser, over a ledger with a hundred jobs and no engine: what a user sees and does. */
@ResourceLock("browser")
class HistoryPageTest {
    private static final List<JobSnapshot> JOBS = new MadeUpJobs().all();
    private static final String FAILED_STREAM = "/job/flink/local/a1f0c3d24e5b46f7a8897c6d5e4f3a2b";
    private static final String BLUE = "47,111,222";
    private static final String GREEN = "47,158,96";
    private static final String RED = "208,57,47";

    private static Browser browser;
    private static TestService service;

    @BeforeAll
    static void start(@TempDir Path dataDir, @TempDir Path scratch) throws IOException {
        browser = Browser.start(scratch);
        browser.resize(1280, 1080);
        service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"));
        Ledger ledger = service.bean(Ledger.class);
        JOBS.forEach(ledger::record);
        OperationLog log = service.bean(OperationLog.class);
        long asked = System.currentTimeMillis() - 60_000;
        long id = log.begin(new NewOperation(
                        "flink",
                        "local",
                        "a1f0c3d24e5b46f7a8897c6d5e4f3a2b",
                        OperationKind.SAVEPOINT,
                        "8a3f",
                        asked,
                        "10.1.2.3",
                        "{\"target-directory\":\"file:/savepoints\"}"))
                .id();
        log.finish(id, OperationStatus.COMPLETED, 200, "{\"status\":{\"id\":\"COMPLETED\"}}", asked + 1_500);
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            browser.close();
            service.close();
        }
    }

    @AfterEach
    void nothingHasFailed() {
        browser.assertNothingFailed();
    }

    @Test
    void filtersAndOrderAreInTheAddress() {
        open("/jobs?limit=250");
        browser.sees("nightly-billing-export", "FINISHED", "CANCELED");
        List<String> all = rows();
        assertThat(all).containsExactlyElementsOf(ids(JOBS.stream()));

        browser.clickOn(By.xpath("//label[normalize-space()='FAILED']"));
        awaitRows(ids(JOBS.stream().filter(job -> job.state().equals("FAILED"))));
        assertThat(browser.address()).contains("state=FAILED");

        browser.type(By.id("search"), "ORDERS" + Keys.ENTER);
        List<String> found = ids(JOBS.stream()
                .filter(job ->
                        job.state().equals("FAILED") && job.name().toLowerCase().contains("orders")));
        assertThat(found).isNotEmpty();
        awaitRows(found);
        assertThat(browser.address()).contains("state=FAILED").contains("nameContains=ORDERS");

        browser.clickOn(By.id("sort-duration"));
        List<String> longest = inOrder(JOBS.stream()
                .filter(job ->
                        job.state().equals("FAILED") && job.name().toLowerCase().contains("orders"))
                .sorted(Comparator.comparingLong((JobSnapshot job) -> job.startTime() - job.endTime())));
        awaitRows(longest);
        browser.reload();
        awaitRows(longest);
        assertThat(browser.run("return document.getElementById('search').value"))
                .isEqualTo("ORDERS");

        browser.back();
        awaitRows(found);
        browser.back();
        browser.back();
        awaitRows(all);
        browser.forward();
        browser.forward();
        awaitRows(found);
        browser.clickOn(By.linkText("Clear filters"));
        awaitRows(all.subList(0, 50));
    }

    @Test
    void moreFiltersTakeWhatPeopleWrite() {
        open("/jobs?limit=250");
        browser.sees("More filters");
        browser.click("More filters");
        browser.type(By.id("f-durationMin"), "1h 30m" + Keys.ENTER);
        awaitRows(ids(
                JOBS.stream().filter(job -> job.endTime() != null && job.endTime() - job.startTime() >= 5_400_000)));
        assertThat(browser.address()).contains("durationMin=5400000");
        browser.type(By.id("f-cluster"), "elsewhere" + Keys.ENTER);
        browser.sees("No job is like that.");
    }

    @Test
    void pagesShowEachJobOnceForwardAndBack() {
        List<String> expected = ids(JOBS.stream());
        open("/jobs?limit=25");
        List<List<String>> pages = new ArrayList<>();
        for (int first = 0; first < expected.size(); first += 25) {
            List<String> page = expected.subList(first, Math.min(expected.size(), first + 25));
            awaitRows(page);
            pages.add(page);
            browser.sees("Page " + pages.size() + " ");
            if (first + 25 < expected.size()) {
                browser.clickOn(By.linkText("Next ›"));
            }
        }
        assertThat(pages).hasSizeGreaterThan(3);
        assertThat(visible("a.step")).doesNotContain("Next ›");

        browser.reload();
        awaitRows(pages.get(pages.size() - 1));
        Collections.reverse(pages);
        for (List<String> page : pages.subList(1, pages.size())) {
            browser.clickOn(By.linkText("‹ Previous"));
            awaitRows(page);
        }
        assertThat(visible("a.step")).containsExactly("Next ›");
    }

    @Test
    void aJobsPageTellsAllOfIt() {
        open("/jobs?state=FAILED&name=" + MadeUpJobs.STREAM);
        browser.clickOn(By.linkText(MadeUpJobs.STREAM));
        browser.sees(
                "flink/local",
                "a1f0c3d24e5b46f7a8897c6d5e4f3a2b",
                "1d 0h",
                "sealed",
                "137 completed, 3 failed",
                "and 42 failed",
                "5 missing");
        browser.sees(
                "Source: orders", "Sink: lake", "5 changes of state", "Newest exception", "The sink has gone away");
        assertThat(browser.run("return [...document.querySelectorAll('.own .bar')].map(bar => bar.dataset.state)"))
                .isEqualTo(List.of("CREATED", "RUNNING", "RESTARTING", "RUNNING", "FAILED"));
        awaitDrawn(0, BLUE, 300);
        awaitDrawn(0, RED, 20);
        awaitDrawn(1, "31,154,165", 300);
        browser.screenshot("history-job");

        browser.clickOn(By.id("tab-checkpoints"));
        browser.sees("140", "SAVEPOINT", "Checkpoint expired before completing.", "MiB");
        browser.clickOn(By.linkText("Next ›"));
        browser.sees("Page 2 · 40 shown");
        browser.clickOn(By.xpath("//select[@id='f-status']/option[@value='FAILED']"));
        browser.sees("Page 1 · 3 shown");
        browser.clickOn(By.id("tab-exceptions"));
        browser.sees("Caused by: java.io.IOException: The sink has gone away", "Sink: lake (1/4) on worker-1:4711");
        browser.clickOn(By.id("tab-vertices"));
        browser.sees("Window(Tumbling 1 min)", "Enrich with customers");
        browser.clickOn(By.id("tab-runs"));
        browser.sees("Page 1 · 1 shown");
        browser.clickOn(By.id("tab-operations"));
        browser.sees("10.1.2.3", "1.5 s", "target-directory");
        browser.clickOn(By.id("tab-savepoints"));
        browser.sees("file:/savepoints/savepoint-a1f0c3");
        browser.clickOn(By.id("tab-metrics"));
        awaitDrawn(0, BLUE, 50);
        browser.clickOn(By.id("tab-config"));
        browser.sees("execution-config › job-parallelism", "execution-config › user-config › topic");
        browser.reload();
        browser.sees("execution-config › job-parallelism");
        browser.clickOn(By.linkText("Compare with the version before"));
        browser.sees("orders-1", "orders-2");
    }

    @Test
    void aRunningJobHasNoEnd() {
        open("/jobs?state=RUNNING");
        browser.sees("RUNNING", "12h 3");
        browser.clickOn(By.linkText(MadeUpJobs.STREAM));
        browser.sees("not yet", "open as of");
        assertThat(browser.run("return document.querySelectorAll('.own .bar.open').length"))
                .isEqualTo(1L);
    }

    @Test
    void twoRunsAreComparedByPickingThem() {
        open("/jobs?name=" + MadeUpJobs.STREAM);
        browser.clickOn(By.cssSelector("tr[data-job^=a1f0c3] input"));
        browser.sees("one more to compare it with");
        browser.clickOn(By.cssSelector("tr[data-job^=b2e1d4] input"));
        browser.clickOn(By.id("compare"));
        browser.sees("Two runs, side by side", "execution-config › job-parallelism");
        assertThat(visible("tr.differs th"))
                .contains("≠ State", "≠ Duration", "≠ execution-config › job-parallelism")
                .anyMatch(name -> name.startsWith("≠ Source: orders"))
                .noneMatch(name -> name.contains("Name") || name.contains("topic"));
        assertThat(visible("tr:not(.differs) th")).contains("Name");
        browser.click("Show what is the same too");
        browser.sees("execution-config › user-config › topic");
    }

    @Test
    void exceptionsLeadToTheirJobs() {
        open("/exceptions");
        browser.sees(MadeUpJobs.CAUSE, "java.io.IOException", "java.lang.IllegalStateException");
        browser.type(By.id("f-text"), "connection REFUSED" + Keys.ENTER);
        browser.until("one group", () -> visible(".group h2").equals(List.of(MadeUpJobs.CAUSE)));
        assertThat(browser.address()).contains("text=connection+REFUSED");
        browser.click("One of the stack traces");
        browser.sees("Caused by: java.net.ConnectException: Connection refused: broker-");
        browser.clickOn(By.linkText(MadeUpJobs.CAUSED + " runs"));
        awaitRows(ids(JOBS.stream()
                .filter(job -> job.exceptions().stream()
                        .anyMatch(exception -> exception.text().contains(MadeUpJobs.CAUSE)))));
    }

    @Test
    void statisticsAreDrawnByDay() {
        open("/statistics");
        browser.sees("Runs per day", "Percentiles of the duration", "At most 1 % off");
        awaitDrawn(0, GREEN, 2_000);
        awaitDrawn(0, RED, 200);
        awaitDrawn(1, BLUE, 300);
        browser.screenshot("history-statistics");
        browser.clickOn(By.id("by-state"));
        long finished =
                JOBS.stream().filter(job -> job.state().equals("FINISHED")).count();
        browser.sees("FINISHED " + finished);
        browser.clickOn(By.cssSelector("td a[title=SUSPENDED]"));
        awaitRows(ids(JOBS.stream().filter(job -> job.state().equals("SUSPENDED"))));
    }

    @Test
    void namesAndTracesAreText() {
        open("/jobs?nameContains=" + "%3Cimg");
        browser.sees(MadeUpJobs.MARKUP);
        browser.clickOn(By.linkText(MadeUpJobs.MARKUP));
        browser.sees("Timeline", "Source: " + MadeUpJobs.MARKUP);
        open("/exceptions?text=for+good");
        browser.sees("Lost <b>for good</b>");
        open("/statistics");
        browser.sees(MadeUpJobs.MARKUP);
        assertThat(browser.run("return document.body.className")).isEqualTo("");
        assertThat(browser.run("return document.querySelectorAll('main img, main b').length"))
                .isEqualTo(0L);
    }

    @Test
    void cataloguesAreThere() {
        open("/savepoints");
        browser.sees("file:/savepoints/savepoint-a1f0c3", MadeUpJobs.STREAM, "Page 1 · 3 shown");
        open("/operations?kind=SAVEPOINT");
        browser.sees("10.1.2.3", "COMPLETED");
        open("/operations?kind=RUN");
        browser.sees("No operation is like that.");
    }

    @Test
    void aDirectoryIsImportedAndSaysWhatItCouldNotTake(@TempDir Path archives) throws IOException {
        String truncated = "41c1b3f0d9c54dbcb4a3d0b7e3fd9a11";
        Files.writeString(archives.resolve(truncated), "{\"archive\":[{\"path\":\"/jobs");
        open("/imports");
        browser.type(By.id("f-directory"), archives.toString());
        browser.type(By.id("f-cluster"), "elsewhere" + Keys.ENTER);
        browser.sees(archives.toString(), "Quarantined 1", "COMPLETED");
        browser.reload();
        browser.sees(truncated, "26 B");
        browser.clickOn(By.linkText("Imports"));
        browser.clickOn(By.linkText(archives.toString()));
        browser.sees("Quarantine", truncated);
    }

    @Test
    void anImportIsForAClusterAndSaysWhyItSkipped(@TempDir Path archives) throws IOException {
        String job = FlinkCorpus.archivedJobs().get(0);
        Files.writeString(archives.resolve(job), RealArchives.text(job));
        try (HistoryService other = HistoryService.start()) {
            for (String facts : List.of("Taken 1", "Skipped 1: 1 read before, and unchanged since")) {
                browser.leave();
                browser.open(URI.create(other.service().url() + "/history/ui"), "/imports");
                browser.type(By.id("f-directory"), archives.toString());
                browser.type(By.id("f-cluster"), "elsewhere" + Keys.ENTER);
                browser.sees(archives.toString(), facts, "COMPLETED");
            }
            assertThat(other.bean(Ledger.class).newestRun(new JobKey("flink", "elsewhere", job)))
                    .isPresent();
            browser.leave();
        }
    }

    @Test
    void whatTheApiRefusesIsReadable() {
        open("/job/flink/local/nosuchjob");
        browser.sees("Not found", "nosuchjob");
        open("/jobs?limit=5000");
        browser.sees("This cannot be asked", "limit");
        open("/nosuchpage");
        browser.sees("There is no such page.");
        assertThat(browser.takeFailures())
                .filteredOn(failure -> failure.startsWith("GET"))
                .hasSize(2)
                .anyMatch(failure -> failure.contains("nosuchjob") && failure.endsWith("404"))
                .anyMatch(failure -> failure.contains("limit=5000") && failure.endsWith("400"));
    }

    @Test
    void whatIsNotAvailableIsAskedForAgain() {
        open("/jobs");
        browser.sees("Page 1 ");
        browser.run("""
                const real = window.fetch;
                let times = 0;
                window.fetch = (...request) => times++ > 0 ? real(...request) : Promise.resolve(new Response(
                    '{"errors":["The database is not available at the moment."]}',
                    {status: 503, headers: {'Retry-After': '3'}}));
                """);
        browser.clickOn(By.xpath("//label[normalize-space()='SUSPENDED']"));
        browser.sees("Not available now", "The database is not available at the moment.", "Asked again in 3 s.");
        awaitRows(ids(JOBS.stream().filter(job -> job.state().equals("SUSPENDED"))));
    }

    /** An archive may have any number for a time. */
    @Test
    void greatNumbersMakeNoLongAxis() {
        open("/jobs");
        browser.sees("Page 1 ");
        for (String span : List.of("0, 9e18", "0, 1e14", "9e18, 9.1e18", "1.7e12, 1.7e12 + 5e3", "9e18, 9e18")) {
            assertThat((Long) browser.run("return import('/history/ui/charts.js').then(charts => charts.timeTicks("
                            + span + ", 8).ticks.length)"))
                    .as(span)
                    .isBetween(1L, 9L);
        }
        assertThat(browser.run("return import('/history/ui/format.js').then(format =>"
                        + " [format.time(1e16), format.utc(1e16), format.datetime(1e16), format.day(null)].join())"))
                .isEqualTo("10000000000000000,10000000000000000 ms,,–");
    }

    @Test
    void theFirstPageOfJobs() {
        open("/jobs");
        awaitRows(ids(JOBS.stream()).subList(0, 50));
        assertThat(visible("time").get(0)).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat((String) browser.run("return document.querySelector('time').title"))
                .endsWith("UTC");
        browser.screenshot("history-ui");
    }

    private static void open(String page) {
        // Not from one # to the next: as if the link had been sent by somebody.
        browser.leave();
        browser.open(URI.create(service.url() + "/history/ui"), page);
    }

    /** The last started first. */
    private static List<String> ids(Stream<JobSnapshot> jobs) {
        return inOrder(
                jobs.sorted(Comparator.comparingLong(JobSnapshot::startTime).reversed()));
    }

    private static List<String> inOrder(Stream<JobSnapshot> jobs) {
        return jobs.map(job -> job.key().jobId()).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> rows() {
        return (List<String>)
                browser.run("return [...document.querySelectorAll('tr[data-job]')].map(row => row.dataset.job)");
    }

    private static void awaitRows(List<String> expected) {
        assertThat(expected).isNotEmpty();
        browser.until("rows of " + expected, () -> rows().equals(expected));
    }

    @SuppressWarnings("unchecked")
    private static List<String> visible(String selector) {
        return (List<String>) browser.run(
                "return [...document.querySelectorAll(`" + selector + "`)].map(element => element.innerText.trim())");
    }

    /** Waits until a chart has so many pixels of this colour. */
    private static void awaitDrawn(int chart, String colour, int pixels) {
        browser.until("chart " + chart + " has " + pixels + " pixels of " + colour, () ->
                (Boolean) browser.run("""
                const canvas = document.querySelectorAll('canvas')[%d];
                if (!canvas || canvas.width === 0) {
                  return false;
                }
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                let count = 0;
                for (let i = 0; i < data.length; i += 4) {
                  count += `${data[i]},${data[i + 1]},${data[i + 2]}` === '%s' && data[i + 3] === 255 ? 1 : 0;
                }
                return count >= %d;
                """.formatted(chart, colour, pixels)));
    }
}
