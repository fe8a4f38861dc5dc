package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  private Browser(String chromium, String chromedriver) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-prefers-reduced-motion",
        "--window-size=1280,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(chromedriver))
            .usingAnyFreePort()
            .build();
    this.driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
  }

  /** Starts one; without one, fails in continuous integration and else skips. */
  static Browser start() {
    Optional<String> chromium = first("/usr/bin/chromium", "/usr/bin/chromium-browser");
    Optional<String> chromedriver =
        first("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
    boolean there = chromium.isPresent() && chromedriver.isPresent();
    String missing = "skipped: no browser; run apt-get install chromium chromium-driver";
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(there, missing);
    }
    assertTrue(there, missing);
    return new Browser(chromium.get(), chromedriver.get());
  }

  private static Optional<String> first(String... paths) {
    return Stream.of(paths).filter(path -> Files.isExecutable(Path.of(path))).findFirst();
  }

  Browser open(URI uri) {
    driver.get(uri.toString());
    return this;
  }

  /** What an expression of the page's own language says. */
  Object eval(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** Waits until an expression is true. */
  void await(String condition) {
    driver.executeAsyncScript(
        "const done = arguments[0]; const check = () => { let ok = false;"
            + " try { ok = "
            + condition
            + "; } catch (e) { if (!(e instanceof TypeError)) throw e; }"
            + " if (ok) done(true); else setTimeout(check, 30); }; check();");
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<WebElement> findAll(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** Takes on a window of that size, as a phone's if it is narrow. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void prefer(String colorScheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
  }

  /** What the page complained about, but for requests that were refused. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> !message.contains("/dashboard/events"))
        .toList();
  }

  /** Keeps what is to be seen, for people to look at. */
  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    screenshot(SCREENSHOTS.resolve(name + ".png"));
  }

  void screenshot(Path file) throws IOException {
    Object png = driver.executeCdpCommand("Page.captureScreenshot", Map.of()).get("data");
    Files.write(file, Base64.getDecoder().decode(png.toString()));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
