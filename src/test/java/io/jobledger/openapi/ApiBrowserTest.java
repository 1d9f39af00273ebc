package io.jobledger.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.browser.Browser;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.By;

/** The API browser in a real browser: all contracts, the filter over their operations, and a call to this service. */
@ResourceLock("browser")
@Order(5)
class ApiBrowserTest {
    /** The library asks for one style in an attribute. The policy refuses it, and the page does without. */
    private static final String REFUSED_STYLE = "Applying inline style violates";

    private static final By FILTER = By.cssSelector("input.operation-filter-input");

    @Test
    void showsAllContractsFindsOperationsAndCallsThem(@TempDir Path dataDir, @TempDir Path scratch) throws IOException {
        try (Browser browser = Browser.start(scratch, REFUSED_STYLE);
                TestService service = TestService.start(dataDir, Map.of("jobledger.flink.mode", "off"))) {
            browser.open(service.url().resolve("/history/ui"), "/jobs");
            browser.click("API");
            browser.sees("History of jobs, as recorded by jobledger", "/history/jobs", "/history/statistics");

            browser.type(FILTER, "findOne");
            browser.until("no operation is called so", () -> operations(browser) == 0);
            browser.clear(FILTER);
            browser.type(FILTER, "COMPARE");
            browser.until("one operation is left", () -> operations(browser) == 1);
            browser.clickOn(By.cssSelector(".opblock-summary-control"));
            browser.sees("Parameters");
            browser.clear(FILTER);

            choose(browser, "SeaTunnel");
            browser.sees("/hazelcast/rest/maps/running-jobs");
            choose(browser, "Flink");
            browser.sees("/jobs/{jobid}");
            browser.type(FILTER, "/jobs/overview");
            browser.until("one operation is left", () -> operations(browser) == 1);
            browser.clickOn(By.cssSelector(".opblock-summary-control"));
            browser.click("Execute");
            browser.hears(service.url() + "/jobs/overview");
            browser.sees("\"jobs\": []");
            browser.assertNothingFailed();
            assertThat(browser.run("return performance.getEntriesByType('resource').map(r => r.name)")
                            .toString())
                    .doesNotContain("swagger.io")
                    .contains(service.url().toString());
        }
    }

    private static long operations(Browser browser) {
        return (long) browser.run("return document.querySelectorAll('.opblock').length");
    }

    private static void choose(Browser browser, String contract) {
        browser.clickOn(By.xpath("//select[@id='select']/option[.='" + contract + "']"));
    }
}
