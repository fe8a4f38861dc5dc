package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.QueueSource;
import dev.millrace.http.PredictionServer;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.stream.LearningStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as people use it. */
class BrowserTest extends PageTest {

  @TempDir Path directory;

  @Test
  void shouldShowNamesAsText() throws Exception {
    look(
        shown -> {
          browser.await("document.querySelectorAll('.confusion tbody th').length === 2");
          assertEquals(Points.EVIL, browser.findAll(".confusion tbody th").get(1).getText());
          assertTrue(browser.find(".bars").getText().contains(Points.EVIL_FEATURE));
          shown.dashboard().mark(new Mark(Instant.now(), Mark.Kind.ALERT, Points.EVIL));
          browser.await("document.querySelector('.mark-alert') !== null");
          assertTrue(browser.find(".mark-alert").getText().contains(Points.EVIL));
          assertEquals(0, browser.findAll("main img, main script").size());
          assertEquals("points – Millrace", browser.eval("document.title"));
        });
  }

  @Test
  void shouldFollowThePipeline() throws Exception {
    look(
        shown -> {
          push(shown.queue(), 3_000, 3_200);
          browser.await(tile("Rows", "3,200"));
          assertEquals("running", browser.find("#status").getText());
          shown.queue().finish();
          browser.await("document.getElementById('status').textContent === 'ended'");
        });
  }

  @Test
  void shouldExplainAPrediction() throws Exception {
    look(
        shown -> {
          WebElement why = browser.find("#predictions-view summary");
          why.sendKeys(Keys.ENTER);
          WebElement details = browser.find("#predictions-view details[open]");
          assertTrue(details.getText().contains(Points.EVIL_FEATURE), details.getText());
          assertTrue(
              details
                  .getText()
                  .startsWith(
                      "explain\nWhat each feature adds to the log-odds of "
                          + Points.EVIL
                          + ", by version 29 of champion"),
              details.getText());
          String before = details.getText();
          push(shown.queue(), 3_000, 3_200);
          browser.await(tile("Rows", "3,200"));
          assertEquals(before, browser.find("#predictions-view details[open]").getText());
        });
  }

  /** What a screen reader is told: landmarks, names, and a table behind every chart. */
  @Test
  void shouldBeUsableWithoutSeeingIt() throws Exception {
    look(
        shown -> {
          browser.resize(1280, 4000);
          browser.await(
              "[...document.querySelectorAll('figure:not([hidden]) [role=img]')]"
                  + ".every(c => c.getAttribute('aria-label'))");
          for (WebElement figure : browser.findAll("figure:not([hidden])")) {
            figure.findElement(By.tagName("summary")).sendKeys(Keys.SPACE);
          }
          browser.await(
              "[...document.querySelectorAll('figure:not([hidden])')]"
                  + ".every(f => f.querySelectorAll('table caption').length === 1"
                  + " && f.querySelectorAll('tbody tr').length > 0)");
          assertTrue(
              (Boolean)
                  browser.eval(
                      "[...document.querySelectorAll('section')].every(s =>"
                          + " document.getElementById(s.getAttribute('aria-labelledby')))"));
          assertTrue(
              (Boolean)
                  browser.eval(
                      "[...document.querySelectorAll('select, input')].every(i =>"
                          + " i.labels.length > 0)"));
          assertEquals(1L, browser.eval("document.querySelectorAll('main').length"));
          browser.resize(1280, 900);
        });
  }

  @Test
  void shouldShowAlertsInAListAndOnTheTimeAxis() throws Exception {
    watch(
        queue -> {
          browser.await("!document.getElementById('alerts-section').hidden");
          assertTrue(browser.find("nav [href='#alerts']").isDisplayed());
          assertTrue(browser.find("#alerts-view").getText().contains("No alert has been told"));
          queue.push(Points.farRight());
          browser.await(tile("Alerts", "1"));
          browser.await("document.querySelector('#alerts-view .firing') !== null");
          String row = browser.find("#alerts-view tbody tr").getText();
          assertTrue(row.contains("● firing"), row);
          assertTrue(row.contains("✖ critical"), row);
          assertTrue(row.contains(Points.EVIL), "a key is shown as text: " + row);
          assertTrue(row.contains("limit 5"), row);
          assertTrue(browser.find("#marks .mark-alert").getText().contains("▲ alert: CRITICAL"));
          browser.await("document.querySelector('#marks .mark-drift') !== null");
          assertTrue(
              browser
                  .find("#marks .mark-drift")
                  .getText()
                  .contains("◆ drift: far-right has changed"));
          browser.resize(1280, 1_500);
          browser.screenshot("alerts");
          browser.resize(1280, 900);
          push(queue, 501, 600);
          browser.await(tile("Alerts", "0"));
          browser.await(
              "document.getElementById('alerts-view').textContent.includes('○ resolved')");
          assertTrue(browser.find("#alerts-view").getText().contains("All incidents are over"));
          assertEquals(0, browser.findAll("main img, main script").size());
        });
  }

  private static List<String> navigation() {
    return browser.find("nav").getText().lines().toList();
  }

  @Test
  void shouldHideAlertsWhereThereAreNone() throws Exception {
    look(
        shown -> {
          assertFalse(browser.find("#alerts-section").isDisplayed());
          assertEquals(
              List.of("Speed", "Learning", "Graph", "Predictions", "Dead letters"), navigation());
        });
  }

  @Test
  void shouldShowBudgetsAndDegradedBatches() throws Exception {
    lookAtLimits(
        shown -> {
          browser.await(tile("Not learned", "2,744")); // of 28 batches, less one in 50
          browser.await("document.querySelectorAll('#budgets tbody tr').length === 2");
          String counts = browser.findAll("#budgets tbody tr").get(0).getText();
          assertTrue(counts.startsWith(Points.EVIL), counts);
          assertTrue(counts.contains("5,600 B"), counts);
          assertTrue(evicted(counts) > 2_900, counts);
          String learners = browser.findAll("#budgets tbody tr").get(1).getText();
          assertTrue(learners.startsWith("verdicts") && learners.contains("2,097 kB"), learners);
          String mark = browser.find("#marks .mark-degraded").getText();
          assertTrue(mark.contains("■ degraded: batch 2 is degraded"), mark);
          push(shown.queue(), 3_000, 3_010);
          browser.await("document.querySelectorAll('#marks .mark-degraded').length === 2");
          String over = browser.find("#marks .mark-degraded").getText();
          assertTrue(over.contains("batch 30 is whole again, after 28 degraded ones"), over);
          assertEquals(0, browser.findAll("main img, main script").size());
        });
  }

  private static int evicted(String row) {
    String[] cells = row.split(" ", -1);
    return Integer.parseInt(cells[cells.length - 3].replace(",", ""));
  }

  @Test
  void shouldHideBudgetsWhereThereAreNone() throws Exception {
    look(shown -> assertFalse(browser.find("#budgets").isDisplayed()));
  }

  private static boolean isDark() {
    return (Boolean)
        browser.eval(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(c => c < 60)");
  }

  @Test
  void shouldFitAnyScreenInLightAndDark() throws Exception {
    lookAtLimits(
        shown -> {
          shown.dashboard().mark(new Mark(Instant.now(), Mark.Kind.DRIFT, "mean of y has moved"));
          for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            assertEquals(scheme.equals("dark"), isDark());
            for (int width : new int[] {1280, 390}) {
              browser.resize(width, width == 390 ? 6_800 : 3_400);
              browser.await(
                  "[...document.querySelectorAll('figure:not([hidden])')]"
                      + ".filter(f => f.querySelector('canvas'))"
                      + ".map(f => f.querySelector('figcaption span').textContent).join() === '"
                      + "Input rate,Time per batch,Scheduling delay,Batch size,Keyed state,"
                      + "Taken of budgets,ROC AUC, last rows,Calibration,Scores'");
              browser.await(
                  "[...document.querySelectorAll('figure:not([hidden]) .canvas')]"
                      + ".every(c => c.firstChild.clientWidth <= c.clientWidth)");
              assertEquals((long) width, browser.eval("document.documentElement.scrollWidth"));
              browser.screenshot(scheme + "-" + width);
            }
          }
          browser.prefer("light");
          browser.resize(1280, 900);
        });
  }

  /** Of a pipeline with all that the demo has; {@code .ci/pictures} takes the pictures anew. */
  @Test
  void shouldShowWhatThePicturesWereTakenWith() throws Exception {
    QueueSource<Points.Point> queue = QueueSource.create();
    StreamingConfig config =
        Points.config()
            .withTrigger(Trigger.interval(Duration.ofMillis(20)))
            .withCheckpoint(directory);
    try (StreamingContext context = StreamingContext.create(config)) {
      List<LearningStream<Points.Point>> learning = Points.learnTwice(context, queue);
      Dashboard dashboard =
          Dashboard.of(context, learning)
              .withAlerts(Points.alerts(learning.get(0)))
              .withVersions(ModelVersions.open(directory), List.of());
      try (PredictionServer server = dashboard.serve(OPTIONS)) {
        push(queue, 0, 500);
        context.start();
        browser.open(server.uri());
        browser.await(tile("Rows", "500"));
        browser.await("!document.getElementById('versions-section').hidden");
        List<String> taken = Files.readAllLines(Headings.OF_THE_PICTURES);
        assertEquals(
            String.join("\n", taken.subList(0, taken.size() - 1)),
            String.join("\n", Headings.of(browser)),
            "the pictures are of an earlier page: run .ci/pictures");
      }
    }
  }

  /** The page stays open while one run ends and the next begins on the same port. */
  @Test
  void shouldGoOnWithTheNextRun() throws Exception {
    int[] port = {0};
    look(
        shown -> {
          port[0] = shown.server().port();
          shown.queue().finish();
        });
    browser.await("document.getElementById('status').className.includes('lost')");
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      Dashboard dashboard =
          Dashboard.of(context, List.of(Points.learn(context, Points.bounded(500))));
      try (PredictionServer server = dashboard.serve(OPTIONS.withPort(port[0]))) {
        context.start();
        browser.await(tile("Rows", "500"));
        assertTrue(browser.find("#run").getText().contains("new"), server.uri().toString());
        assertTrue(browser.find("#marks").getText().contains("a new run has begun"));
      }
    }
  }

  @Test
  void shouldAskForTheTokenThenPinAndRollBack() throws Exception {
    keep(
        directory,
        (versions, model) -> {
          browser.find("#token").sendKeys("not-the-token", Keys.ENTER);
          browser.await("document.getElementById('token-error').textContent !== ''");
          browser.find("#token").clear();
          unlock();
          assertEquals(
              List.of("Speed", "Learning", "Graph", "Predictions", "Versions", "Dead letters"),
              navigation());
          browser.find("[aria-label='Pin version 17']").click();
          browser.await("document.querySelector('[aria-label=\"Unpin version 17\"]') !== null");
          assertTrue(versions.list().get(0).pinned());
          browser.find("[aria-label='Roll champion back to version 17']").click();
          browser.await(
              "document.getElementById('versions-view').textContent.includes('version 17, held')");
          assertEquals(17, model.currentVersion());
          assertTrue(model.isHeld());
          browser.find("[aria-label='Let champion answer with the newest version']").click();
          browser.await("!document.getElementById('versions-view').textContent.includes('held')");
          assertFalse(model.isHeld());
        });
  }
}
