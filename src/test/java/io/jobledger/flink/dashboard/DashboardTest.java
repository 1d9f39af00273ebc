package io.jobledger.flink.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.browser.Browser;
import io.jobledger.flink.TestJobs;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.By;

/**
 * Flink's own dashboard in a real browser: over an engine that runs one job and has never heard of the others, and over
 * none at all. Whatever it asks for is answered.
 */
@ResourceLock("browser")
@Order(5)
class DashboardTest {
    /**
     * What the dashboard's own scripts say when a page is left before it is done: of a job's graph that is being drawn, and
     * of a text editor that is to be laid out 50 ms after it came (its library calls it although it is gone).
     */
    private static final String[] LEFT_BEHIND = {
        "'SVGLength': Could not resolve relative length", "Cannot read properties of null (reading 'layout')"
    };

    private static final Map<String, Object> SETTINGS = Map.of("jobledger.flink.config.web.refresh-interval", "1000");

    @TempDir
    static Path dataDir;

    @TempDir
    static Path scratch;

    @Test
    void everyPageWorksForJobsOfTheEngineAndOfTheLedger() throws IOException {
        try (Browser browser = Browser.start(scratch, LEFT_BEHIND)) {
            Recorded recorded = record();
            try (TestService service = TestService.start(dataDir, SETTINGS)) {
                service.engineUrl();
                String running = service.run("stream");
                service.awaitState(running, "RUNNING");
                awaitCheckpoint(service, running);
                overview(browser, service.url());
                runningJob(browser, service, running);
                recordedJobs(browser, service, recorded);
                cluster(browser, service);
                submitAndCancel(browser, service);
                browser.assertNothingFailed();
                browser.leave();
            }
            try (TestService service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"))) {
                historyOnly(browser, service, recorded);
                browser.assertNothingFailed();
            }
        }
    }

    private record Recorded(String finished, String canceled, String failed) {}

    /** Three jobs of an engine that is gone when this returns. */
    private static Recorded record() {
        try (TestService service = TestService.start(dataDir, SETTINGS)) {
            service.engineUrl();
            Recorded jobs = new Recorded(service.run("batch"), service.run("stream"), service.run("fail"));
            awaitCheckpoint(service, jobs.canceled());
            service.awaitState(jobs.finished(), "FINISHED");
            service.awaitState(jobs.failed(), "FAILED");
            service.send("PATCH", "/jobs/" + jobs.canceled(), null);
            service.awaitState(jobs.canceled(), "CANCELED");
            for (String job : List.of(jobs.finished(), jobs.canceled(), jobs.failed())) {
                service.awaitSealed(job);
            }
            return jobs;
        }
    }

    private static void awaitCheckpoint(TestService service, String job) {
        Awaitility.await("a checkpoint of " + job)
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> completedCheckpoints(service, job) > 2);
    }

    private static int completedCheckpoints(TestService service, String job) {
        return service.json(service.get("/jobs/" + job + "/checkpoints"))
                .get("counts")
                .get("completed")
                .getIntValue();
    }

    private static void overview(Browser browser, URI service) {
        browser.open(service, "/overview");
        browser.sees("Version: 1.20.5", "Available Task Slots", "Running Job List", "Completed Job List");
        browser.sees("probe-stream", "probe-batch", "probe-fail", "RUNNING", "FINISHED", "CANCELED", "FAILED");
        browser.screenshot("dashboard-overview");
        browser.open(service, "/job/completed");
        browser.sees("probe-batch", "probe-fail");
    }

    private static void runningJob(Browser browser, TestService service, String job) {
        browser.open(service.url(), "/job/running");
        browser.click("probe-stream");
        browser.sees(job, "RUNNING", "Source: numbers", "Cancel Job");
        job(browser, service, "/job/running/", job);
        String sum = vertices(service, job).get(1);
        awaitBackPressure(service, "/jobs/" + job + "/vertices/" + sum + "/backpressure");
        vertex(browser, service.url(), "/job/running/", job, sum);
        browser.open(service.url(), "/job/running/" + job + "/checkpoints");
        browser.sees("Checkpoint Counts");
    }

    /** As after every start, the engine answers 500 until it has metrics of the subtasks. */
    private static void awaitBackPressure(TestService service, String target) {
        Awaitility.await("metrics of the subtasks")
                .atMost(Duration.ofSeconds(90))
                .until(() -> service.get(target).statusCode() == 200);
    }

    private static List<String> vertices(TestService service, String job) {
        List<String> ids = new ArrayList<>();
        service.json(service.get("/jobs/" + job))
                .get("vertices")
                .values()
                .forEach(vertex -> ids.add(vertex.get("id").getStringValue()));
        return ids;
    }

    /** The pages of a job that do not depend on what became of it. */
    private static void job(Browser browser, TestService service, String list, String job) {
        browser.open(service.url(), list + job + "/overview");
        browser.sees(job, "Source: numbers", "sum");
        browser.open(service.url(), list + job + "/timeline");
        browser.hears("/jobs/" + job);
        browser.open(service.url(), list + job + "/configuration");
        browser.sees("Execution Configuration", "kind");
        browser.open(service.url(), list + job + "/exceptions");
        browser.sees("Root Exception");
        browser.hears("/exceptions?maxExceptions=10");
    }

    /**
     * All that a job's page tells of a vertex. Not of one with an accumulator that is no number: the dashboard's list of
     * accumulators cannot show those.
     */
    private static void vertex(Browser browser, URI service, String list, String job, String vertex) {
        String page = list + job + "/overview/" + vertex;
        String calls = "/jobs/" + job + "/vertices/" + vertex;
        browser.open(service, page + "/detail");
        browser.sees("Detail", "SubTasks", "TaskManagers", "Watermarks", "Parallelism");
        browser.open(service, page + "/subtasks");
        browser.hears(calls);
        browser.open(service, page + "/taskmanagers");
        browser.hears(calls + "/taskmanagers");
        browser.open(service, page + "/watermarks");
        browser.hears(calls + "/watermarks");
        browser.open(service, page + "/accumulators");
        browser.hears(calls + "/accumulators");
        browser.hears(calls + "/subtasks/accumulators");
        browser.open(service, page + "/backpressure");
        browser.hears(calls + "/backpressure");
        browser.open(service, page + "/metrics");
        browser.hears(calls + "/metrics");
        browser.open(service, page + "/flamegraph");
        browser.hears(calls + "/flamegraph?type=on_cpu");
    }

    private static void recordedJobs(Browser browser, TestService service, Recorded jobs) {
        String list = "/job/completed/";
        recordedJob(browser, service, jobs.finished());
        recordedJob(browser, service, jobs.failed());
        // Its editor holds no more of the text than fits on the page.
        browser.sees("FAILED", "JobException: Recovery is suppressed");
        recordedJob(browser, service, jobs.canceled());
        vertex(
                browser,
                service.url(),
                list,
                jobs.canceled(),
                vertices(service, jobs.canceled()).get(1));
        browser.open(service.url(), list + jobs.canceled() + "/overview");
        browser.sees("probe-stream", "CANCELED", "Source: numbers", "Records Received");
        browser.screenshot("dashboard-recorded-job");
        browser.open(service.url(), list + jobs.canceled() + "/checkpoints");
        browser.sees("Completed: " + completedCheckpoints(service, jobs.canceled()), "Operators:");
        browser.screenshot("dashboard-checkpoints");
        browser.hears("/checkpoints/config");
        browser.click("History");
        browser.sees("Latest Acknowledgement", "COMPLETED");
        browser.click("Summary");
        browser.sees("99% percentile");
    }

    /** By way of the list: going from one job's page straight to another's, the dashboard mixes up their checkpoints. */
    private static void recordedJob(Browser browser, TestService service, String job) {
        browser.open(service.url(), "/job/completed");
        browser.sees("Job Name", "probe-batch");
        job(browser, service, "/job/completed/", job);
    }

    private static void cluster(Browser browser, TestService service) {
        URI url = service.url();
        Map.of(
                        "metrics", "/jobmanager/metrics",
                        "config", "/jobmanager/config",
                        "logs", "/jobmanager/log",
                        "stdout", "/jobmanager/stdout",
                        "log", "/jobmanager/logs",
                        "thread-dump", "/jobmanager/thread-dump")
                .forEach((page, call) -> {
                    browser.open(url, "/job-manager/" + page);
                    browser.hears(call);
                });
        browser.open(url, "/job-manager/config");
        browser.sees("jobmanager.archive.fs.dir");
        browser.open(url, "/task-manager");
        browser.sees("Free Slots");
        String id = service.json(service.get("/taskmanagers"))
                .get("taskmanagers")
                .get(0)
                .get("id")
                .getStringValue();
        Map.of(
                        "metrics", "",
                        "logs", "/log",
                        "stdout", "/stdout",
                        "log-list", "/logs",
                        "thread-dump", "/thread-dump")
                .forEach((page, call) -> {
                    browser.open(url, "/task-manager/" + id + '/' + page);
                    browser.hears("/taskmanagers/" + id + call);
                });
    }

    private static void submitAndCancel(Browser browser, TestService service) throws IOException {
        Path jar = Files.copy(TestJobs.jar(), scratch.resolve("page-jobs.jar"));
        browser.open(service.url(), "/submit");
        browser.type(By.cssSelector("input[type=file]"), jar.toString());
        browser.click("page-jobs.jar");
        browser.type(By.cssSelector("input[placeholder='Program Arguments']"), "--kind stream --name of-the-page");
        browser.click("Submit");
        browser.sees("of-the-page", "RUNNING");
        browser.click("Cancel Job");
        browser.click("Yes");
        browser.sees("CANCELED");
        assertThat(service.get("/jobs/overview").body()).contains("of-the-page");
    }

    private static void historyOnly(Browser browser, TestService service, Recorded jobs) {
        browser.open(service.url(), "/overview");
        browser.sees("Completed Job List", "probe-batch", "probe-fail", "of-the-page");
        recordedJobs(browser, service, jobs);
        browser.open(service.url(), "/job/completed/" + jobs.finished() + "/cluster_configuration");
        browser.hears("/jobs/" + jobs.finished() + "/jobmanager/config");
        browser.sees("jobmanager.archive.fs.dir");
        assertThat(browser.text()).doesNotContain("Submit New Job").doesNotContain("Cancel Job");
    }
}
