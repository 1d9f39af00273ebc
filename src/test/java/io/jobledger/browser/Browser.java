package io.jobledger.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window, that remembers every request that failed and every error on its console. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of(System.getProperty("browser", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("browser.driver", "/usr/bin/chromedriver"));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The driver ends when its standard input does, and so with the JVM, however that ends. The browser ends with the
     * driver: it is led by a pipe.
     */
    private static final String DRIVER_OF_THIS_JVM = """
            #!/bin/sh
            exec 3<&0
            '%s' "$@" </dev/null 3<&- & driver=$!
            (read -r nothing <&3; kill $driver) & end=$!
            trap 'kill $driver' TERM
            wait $driver
            kill $end
            """;

    private final ChromeDriver driver;
    private final List<String> tolerated;
    private final Map<String, String> requests = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();

    private Browser(ChromeDriver driver, List<String> tolerated) {
        this.driver = driver;
        this.tolerated = tolerated;
    }

    /**
     * Skips the test where there is no browser.
     *
     * @param scratch an empty folder for the browser's profile
     * @param tolerated what is in errors on the console that count for nothing
     */
    public static Browser start(Path scratch, String... tolerated) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "Pages are not tested: no browser at " + CHROMIUM + " with a driver at " + DRIVER
                        + ". Install Chromium and its driver, or name them by -Dbrowser=… -Dbrowser.driver=…");
        Path script = Files.createFile(
                scratch.resolve("driver.sh"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, DRIVER_OF_THIS_JVM.formatted(DRIVER));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-pipe",
                "--window-size=1400,850",
                "--user-data-dir=" + scratch.resolve("profile"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(script.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), List.of(tolerated));
    }

    /** Opens what an application of one page has at this place. */
    public void open(URI application, String page) {
        failures();
        answered.clear();
        driver.get(application + "/#" + page);
    }

    /** How large the window is, in pixels. */
    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    public void reload() {
        driver.navigate().refresh();
    }

    public void back() {
        driver.navigate().back();
    }

    public void forward() {
        driver.navigate().forward();
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    /** What a script returns. */
    public Object run(String script) {
        return driver.executeScript(script);
    }

    /** Leaves the page, which may go on asking. */
    public void leave() {
        driver.get("about:blank");
    }

    /** Waits until a request has been answered well, since the page was opened, whose target ends like this. */
    public void hears(String end) {
        until("an answer to " + end, () -> {
            failures();
            return answered.stream().anyMatch(target -> target.endsWith(end));
        });
    }

    /** Waits until the page shows all of these. */
    public void sees(String... texts) {
        for (String text : texts) {
            until("the page shows \"" + text + '"', () -> text().contains(text));
        }
    }

    /** What the page shows, on one line. */
    public String text() {
        return run("return document.body.innerText").toString().replaceAll("[\\s\u00a0]+", " ");
    }

    /** Clicks the first visible element with exactly this text, once there is one. */
    public void click(String text) {
        clickOn(By.xpath("//*[normalize-space(text())='" + text + "']"));
    }

    /** Clicks the first visible one of these elements, once there is one. */
    public void clickOn(By elements) {
        until("a click on " + elements, () -> {
            for (WebElement element : driver.findElements(elements)) {
                if (element.isDisplayed()) {
                    element.click();
                    return true;
                }
            }
            return false;
        });
    }

    /** Types into the first visible one of these fields, once there is one; one for a file takes its path. */
    public void type(By fields, String keys) {
        until("keys for " + fields, () -> {
            for (WebElement field : driver.findElements(fields)) {
                if (field.isDisplayed() || "file".equals(field.getDomAttribute("type"))) {
                    field.sendKeys(keys);
                    return true;
                }
            }
            return false;
        });
    }

    /** Deletes what is in the first one of these fields, as a user does. */
    public void clear(By fields) {
        type(fields, Keys.chord(Keys.CONTROL, "a") + Keys.BACK_SPACE);
    }

    /** Waits until it is so. */
    public void until(String what, BooleanSupplier condition) {
        try {
            new WebDriverWait(driver, PATIENCE, Duration.ofMillis(100))
                    .ignoring(StaleElementReferenceException.class, WebDriverException.class)
                    .until(page -> condition.getAsBoolean());
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "Not within " + PATIENCE + ": " + what + ", at " + driver.getCurrentUrl() + ", failures "
                            + failures() + ", which shows:\n" + text(),
                    e);
        }
    }

    /** All failures since the start: answers of 400 and more, requests without an answer, errors on the console. */
    public List<String> failures() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            note(entry);
        }
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()
                    && tolerated.stream().noneMatch(entry.getMessage()::contains)) {
                failures.add("console: " + entry.getMessage());
            }
        }
        return List.copyOf(failures);
    }

    /** All failures since the start, which from now on count for nothing. */
    public List<String> takeFailures() {
        List<String> taken = failures();
        failures.clear();
        return taken;
    }

    public void assertNothingFailed() {
        assertThat(failures()).as("failed requests and errors on the console").isEmpty();
        assertThat(answered).as("requests that were answered").isNotEmpty();
    }

    private void note(LogEntry entry) {
        JsonNode event;
        try {
            event = JSON.readTree(entry.getMessage()).path("message");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode params = event.path("params");
        String id = params.path("requestId").asText();
        switch (event.path("method").asText()) {
            case "Network.requestWillBeSent" -> {
                JsonNode request = params.path("request");
                requests.put(
                        id,
                        request.path("method").asText()
                                + ' '
                                + request.path("url").asText());
            }
            case "Network.responseReceived" -> {
                int status = params.at("/response/status").asInt();
                if (status >= 400) {
                    failures.add(requests.get(id) + ": " + status);
                } else {
                    answered.add(requests.getOrDefault(id, ""));
                }
            }
            case "Network.loadingFailed" -> {
                // A page that is left takes its questions with it; and the browser has some of its own.
                if (!params.path("canceled").asBoolean() && requests.containsKey(id)) {
                    failures.add(
                            requests.get(id) + ": " + params.path("errorText").asText());
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    /** For the README, and only if {@code -Dscreenshots.write} is given. */
    public void screenshot(String name) {
        if (System.getProperty("screenshots.write") != null) {
            try {
                Files.write(Path.of("docs", name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
