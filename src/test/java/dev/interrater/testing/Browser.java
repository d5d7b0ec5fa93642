package dev.interrater.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window, where one is installed. */
public final class Browser implements AutoCloseable {
    /** Who waits longer waits for ever. */
    private static final Duration HANG = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final ChromeDriver driver;

    private Browser(String address, ChromeDriver driver) {
        this.address = address;
        this.driver = driver;
    }

    /** Whether there is one, with what drives it. */
    public static boolean isInstalled() {
        return program("chromium", "chromium-browser", "google-chrome").isPresent()
                && program("chromedriver").isPresent();
    }

    /** Opens one that knows no other address than this, such as {@code http://localhost:8080}. */
    public static Browser start(String address) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium-browser", "google-chrome")
                .orElseThrow()
                .toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--force-prefers-reduced-motion",
                "--hide-scrollbars",
                "--lang=en");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
                .build();
        Browser browser = new Browser(address, new ChromeDriver(service, options));
        browser.look(1440, false);
        browser.driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(5));
        return browser;
    }

    private static Optional<Path> program(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Arrays.stream(names).map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Makes it so many pixels wide, and dark or light. */
    public void look(int width, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Opens a path and waits for what it shows. */
    public Browser open(String path) {
        driver.get(address + path);
        return settled();
    }

    /** The same as somebody who is signed in with a token. */
    public Browser open(String path, String token) {
        driver.executeScript("sessionStorage.clear(); sessionStorage.setItem('interrater.token', arguments[0])", token);
        return open(path);
    }

    /** Forgets who is signed in. */
    public void signOut() {
        // Where no view is left that would ask for something without a token.
        driver.get(address + "/agreement/assets/0/icon.svg");
        driver.executeScript("sessionStorage.clear()");
    }

    /** Waits until nothing is loading any more. */
    public Browser settled() {
        until("!!document.querySelector('main > *') && !document.querySelector('[aria-busy]')");
        return this;
    }

    /** Waits until a JavaScript expression is true. */
    public void until(String expression, Object... arguments) {
        await(expression)
                .atMost(HANG)
                .until(() -> Boolean.TRUE.equals(driver.executeScript("return " + expression, arguments)));
    }

    /** Waits until the text of the page has this in it. */
    public void reads(String text) {
        until("document.body.innerText.includes(arguments[0])", text);
    }

    /** What a script returns. */
    public Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What a promise that a script makes brings. */
    public Object scriptOfPromise(String promise) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1]; (" + promise
                + ").then(done, error => done(String(error)))");
    }

    /** Clicks what has this selector, and waits for what comes. */
    public Browser click(String selector) {
        await(selector)
                .atMost(HANG)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> {
                    List<WebElement> found = driver.findElements(By.cssSelector(selector));
                    if (found.isEmpty() || !found.get(0).isDisplayed()) {
                        return false;
                    }
                    driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", found.get(0));
                    found.get(0).click();
                    return true;
                });
        return settled();
    }

    /** Chooses an option by its text. */
    public Browser choose(String selector, String text) {
        driver.executeScript("""
                const option = [...arguments[0].options].find(each => each.text === arguments[1]);
                arguments[0].value = option.value;
                arguments[0].dispatchEvent(new Event('change', {bubbles: true}))""", driver.findElement(By.cssSelector(selector)), text);
        return settled();
    }

    /** Types into what has the focus. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Fills a field. */
    public void fill(String selector, String text) {
        WebElement field = driver.findElement(By.cssSelector(selector));
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    /** The texts of all that have a selector, as they are seen. */
    public List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** An attribute of the first that has a selector. */
    public String attribute(String selector, String name) {
        return driver.findElement(By.cssSelector(selector)).getDomAttribute(name);
    }

    /** The path and query that it is at. */
    public String at() {
        return driver.getCurrentUrl().substring(address.length());
    }

    /** Goes back in the history. */
    public Browser back() {
        driver.navigate().back();
        return settled();
    }

    /** Loads it again. */
    public Browser reload() {
        driver.navigate().refresh();
        return settled();
    }

    /** The whole page as a picture. */
    public byte[] picture() {
        Object height = driver.executeScript("return Math.min(document.documentElement.scrollHeight, 1200)");
        Object width = driver.executeScript("return innerWidth");
        Map<String, Object> answer = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "webp",
                        "quality",
                        26,
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        return Base64.getDecoder().decode((String) answer.get("data"));
    }

    /**
     * Nothing was said on the console, no policy was violated, and no other host was asked, since this was asked last.
     *
     * @param expected parts of messages that are right, such as that of a refused request
     */
    public void assertQuiet(String... expected) {
        List<String> said = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> Arrays.stream(expected).noneMatch(message::contains))
                .toList();
        assertEquals(List.of(), said);
        List<String> elsewhere = driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> parse(entry.getMessage()).path("message"))
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .filter(url -> !url.startsWith(address + "/")
                        && !url.startsWith("blob:" + address)
                        && !url.startsWith("data:"))
                .toList();
        assertEquals(List.of(), elsewhere);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
