package io.jobledger.flink.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.FlinkService;
import io.jobledger.flink.TestJobs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/**
 * Flink's own dashboard in a real browser: over an engine that runs one job and has never heard of the others, and over
 * none at all. Whatever it asks for is answered.
 */
class DashboardTest {
    private static final Map<String, Object> SETTINGS = Map.of("jobledger.flink.config.web.refresh-interval", "500");

    @TempDir
    static Path dataDir;

    @TempDir
    static Path scratch;

    @Test
    void everyPageWorksForJobsOfTheEngineAndOfTheLedger() throws IOException {
        try (Browser browser = Browser.start(scratch)) {
            Recorded recorded = record();
            try (FlinkService service = FlinkService.start(dataDir, SETTINGS)) {
                service.engineUrl();
                String running = service.run("stream");
                service.awaitState(running, "RUNNING");
                awaitCheckpoint(service, running);
                overview(browser, service.url());
                runningJob(browser, service.url(), running);
                recordedJobs(browser, service, recorded);
                cluster(browser, service.url());
                submitAndCancel(browser, service);
                browser.assertNothingFailed();
                browser.open(URI.create("about:blank"), "");
            }
            try (FlinkService service = FlinkService.start(dataDir, Map.of("jobledger.flink.mode", "off"))) {
                historyOnly(browser, service, recorded);
                browser.assertNothingFailed();
            }
        }
    }

    private record Recorded(String finished, String canceled, String failed) {}

    /** Three jobs of an engine that is gone when this returns. */
    private static Recorded record() {
        try (FlinkService service = FlinkService.start(dataDir, SETTINGS)) {
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

    private static void awaitCheckpoint(FlinkService service, String job) {
        Awaitility.await("a checkpoint of " + job)
                .atMost(Duration.ofSeconds(90))
                .until(() -> completedCheckpoints(service, job) > 2);
    }

    private static int completedCheckpoints(FlinkService service, String job) {
        return service.json(service.get("/jobs/" + job + "/checkpoints"))
                .get("counts")
                .get("completed")
                .getIntValue();
    }

    private static void overview(Browser browser, URI service) {
        browser.open(service, "/overview");
        browser.sees("Version: 1.20.5", "Available Task Slots", "Running Job List", "Completed Job List");
        browser.sees("probe-stream", "probe-batch", "probe-fail", "RUNNING", "FINISHED", "CANCELED", "FAILED");
        browser.screenshot("overview");
        browser.open(service, "/job/completed");
        browser.sees("probe-batch", "probe-fail");
    }

    private static void runningJob(Browser browser, URI service, String job) {
        browser.open(service, "/job/running");
        browser.click("probe-stream");
        browser.sees(job, "RUNNING", "Source: numbers", "sum");
        vertex(browser);
        browser.click("Exceptions");
        browser.sees("Root Exception");
        browser.click("TimeLine");
        browser.sees("Source: numbers");
        browser.click("Checkpoints");
        browser.sees("Checkpoint Counts", "Triggered");
        browser.click("Configuration");
        browser.sees("Execution configuration", "kind");
    }

    /** All that the page of a job tells of its first vertex. */
    private static void vertex(Browser browser) {
        browser.clickOn(By.cssSelector("flink-node .node-content, flink-node, .node-rect"));
        browser.sees("Detail", "SubTasks");
        for (String tab : List.of(
                "SubTasks", "TaskManagers", "Watermarks", "Accumulators", "BackPressure", "Metrics", "FlameGraph")) {
            browser.click(tab);
        }
    }

    private static void recordedJobs(Browser browser, FlinkService service, Recorded jobs) {
        URI url = service.url();
        browser.open(url, "/job/completed/" + jobs.canceled() + "/overview");
        browser.sees(jobs.canceled(), "CANCELED", "Source: numbers", "sum");
        browser.screenshot("recorded-job");
        vertex(browser);
        browser.click("TimeLine");
        browser.sees("Source: numbers");
        browser.click("Configuration");
        browser.sees("Execution configuration", "kind");
        browser.click("Checkpoints");
        browser.sees("Completed: " + completedCheckpoints(service, jobs.canceled()));
        for (String tab : List.of("History", "Summary", "Configuration", "Overview")) {
            browser.click(tab);
        }
        browser.open(url, "/job/completed/" + jobs.failed() + "/exceptions");
        browser.sees("FAILED", "probe: deliberate failure");
        browser.click("Exception History");
        browser.open(url, "/job/completed/" + jobs.finished() + "/overview");
        browser.sees(jobs.finished(), "FINISHED", "Source: numbers");
        vertex(browser);
    }

    private static void cluster(Browser browser, URI service) {
        browser.open(service, "/job-manager/metrics");
        browser.sees("JVM Heap");
        for (String tab : List.of("Configuration", "Logs", "Stdout", "Log List", "Thread Dump")) {
            browser.click(tab);
        }
        browser.open(service, "/task-manager");
        browser.sees("Free Slots");
    }

    private static void submitAndCancel(Browser browser, FlinkService service) throws IOException {
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

    private static void historyOnly(Browser browser, FlinkService service, Recorded jobs) {
        URI url = service.url();
        browser.open(url, "/overview");
        browser.sees("Completed Job List", "probe-batch", "probe-fail", "of-the-page");
        recordedJobs(browser, service, jobs);
        assertThat(browser.text()).doesNotContain("Submit New Job").doesNotContain("Cancel Job");
    }
}
