package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Trigger;
import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.Model;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.metric.ScoreDistribution;
import dev.millrace.ml.stream.SampledRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Each view shows what the pipeline has done, and what was chosen of it. */
class ViewsTest extends PageTest {
  @TempDir Path directory;

  private static LearnerReport champion(Shown shown) {
    return shown.learning().get(0).report().learner("champion");
  }

  private static void choose(String label, String option) {
    field(label).findElements(By.tagName("option")).stream()
        .filter(each -> each.getText().equals(option))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static List<String> options(String label) {
    return field(label).findElements(By.tagName("option")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private static double newest(String title, int series) {
    return number(browser.eval(chart(title) + ".data[" + series + "].at(-1)"));
  }

  private static List<?> series(String title, int number) {
    return (List<?>) browser.eval(chart(title) + ".data[" + number + "]");
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /** A canvas with a plot in it, once it is in sight. */
  private static void awaitDrawn(String title) {
    browser.await(
        chart(title)
            + ".plot?.root.querySelector('canvas').height > 100 && "
            + chart(title)
            + ".canvas.getAttribute('aria-label').startsWith('"
            + title
            + ". ')");
  }

  @Test
  void shouldDrawTheGraphWithWhatPassesThroughIt() throws Exception {
    look(
        shown -> {
          push(shown.queue(), 3_000, 3_100);
          browser.await(
              "document.querySelector('#graph-view svg').textContent.includes('100 rows')");
          assertEquals(
              List.of(
                  "source points",
                  "filter right",
                  "process verdicts",
                  "foreachBatch foreachBatch-1",
                  "sink right"),
              browser.eval(
                  "[...document.querySelectorAll('#graph-view title')].map(t => t.textContent)"));
          assertEquals(4, browser.findAll("#graph-view .edge").size());
          browser.find("#graph-view summary").click();
          browser.await("document.querySelector('#graph-view tbody tr') !== null");
          String filter = browser.find("#graph-view tbody tr:nth-child(2)").getText();
          assertTrue(filter.matches("right filter points 100 .*"), filter);
        });
  }

  @Test
  void shouldListDeadLetters() throws Exception {
    look(
        shown -> {
          assertEquals("60\nput aside", tile("Dead letters"));
          String letters = browser.find("#letters-view").getText();
          assertTrue(letters.startsWith("60 records have been put aside; the newest:"), letters);
          assertEquals(20, browser.findAll("#letters-view tbody tr").size());
          String newest = browser.find("#letters-view tbody tr").getText();
          assertTrue(newest.startsWith("29 ") && newest.contains("NaN"), newest);
        });
  }

  @Test
  void shouldDrawCalibrationAndScores() throws Exception {
    look(
        shown -> {
          browser.resize(1280, 4_000);
          awaitDrawn("Calibration");
          awaitDrawn("Scores");
          List<ScoreDistribution.Bin> bins = champion(shown).scores(20).orElseThrow().bins();
          assertEquals(counts(bins, ScoreDistribution.Bin::negatives), series("Scores", 1));
          assertEquals(counts(bins, ScoreDistribution.Bin::positives), series("Scores", 2));
          assertEquals(
              List.of(Points.FINE, Points.EVIL),
              browser.eval(chart("Scores") + ".series.map(s => s.name)"));
          List<Double> shares = new ArrayList<>();
          for (int i = 0; i < bins.size(); i += 2) {
            long rows = bins.get(i).rows() + bins.get(i + 1).rows();
            if (rows > 0) {
              shares.add((double) (bins.get(i).positives() + bins.get(i + 1).positives()) / rows);
            }
          }
          assertTrue(shares.size() > 5, shares.toString());
          assertEquals(shares, series("Calibration", 1).stream().map(ViewsTest::number).toList());
          assertEquals(series("Calibration", 0), series("Calibration", 2), "the ideal");
          browser.resize(1280, 900);
        });
  }

  private static List<Object> counts(
      List<ScoreDistribution.Bin> bins, ToLongFunction<ScoreDistribution.Bin> count) {
    return bins.stream()
        .map(bin -> count.applyAsLong(bin) == 0 ? null : (Object) count.applyAsLong(bin))
        .toList();
  }

  @Test
  void shouldShowTheFigureThatIsChosenOverTheRowsThatAreChosen() throws Exception {
    look(
        shown -> {
          LearnerReport champion = champion(shown);
          awaitDrawn("ROC AUC, last rows");
          assertEquals(champion.sliding().get("rocAuc"), newest("ROC AUC, last rows", 1), 1e-6);
          choose("Figure", "accuracy");
          awaitDrawn("accuracy, last rows");
          assertEquals(champion.sliding().get("accuracy"), newest("accuracy, last rows", 1), 1e-6);
          String lastRows = browser.find("#figures tbody tr").getText();
          field("over all rows, not the last ones").click();
          awaitDrawn("accuracy, all rows");
          assertEquals(
              champion.cumulative().get("accuracy"), newest("accuracy, all rows", 1), 1e-6);
          assertNotEquals(lastRows, browser.find("#figures tbody tr").getText());
          assertEquals(
              "Figures of all learners, over all rows",
              browser.eval("document.querySelector('#figures caption').textContent"));
          assertEquals(2, browser.findAll("#figures tbody tr").size());
        });
  }

  @Test
  void shouldShowTheLearnerThatIsChosen() throws Exception {
    look(
        shown -> {
          assertEquals(List.of("champion", "majority"), options("Learner"));
          choose("Learner", "majority");
          browser.await(
              "document.querySelector('.bars caption').textContent === 'Weights of majority'");
          ConfusionMatrix confusion =
              shown.learning().get(0).report().learner("majority").confusion().orElseThrow();
          assertEquals(
              Long.toString(confusion.count(1, 0)),
              browser.find(".confusion tbody tr:nth-child(2) td").getText().split("\n", -1)[0]);
        });
  }

  @Test
  void shouldShowTheStreamThatIsChosen() throws Exception {
    look(
        Points.config(),
        (context, queue) -> List.copyOf(Points.learnTwice(context, queue)),
        shown -> {
          assertEquals(List.of("verdicts", "sides"), options("Stream"));
          assertEquals("", browser.find("#learner-panels > p").getText());
          choose("Stream", "sides");
          browser.await("document.querySelector('#figures tbody th').textContent === 'softmax'");
          assertEquals(List.of("softmax", "bayes"), options("Learner"));
          assertEquals(3, browser.findAll(".confusion tbody tr").size());
          assertEquals(
              "Calibration and scores are shown of learners that tell two classes apart; this one"
                  + " tells 3.",
              browser.find("#learner-panels > p").getText());
          assertEquals(0, browser.findAll("#learner-panels figure:not([hidden])").size());
          for (String learner : List.of("softmax", "bayes")) {
            choose("Said by", learner + " of sides");
            explains(learner, shown);
          }
          choose("Said by", "majority of verdicts");
          browser.await(
              "document.querySelector('#predictions-view summary').textContent === 'features'");
        });
  }

  /** The newest point is at (-0.393, …): far to the left. */
  private static void explains(String learner, Shown shown) {
    browser.await(
        "document.querySelector('#predictions-view caption').textContent.startsWith("
            + "'Newest predictions of "
            + learner
            + ",')");
    browser.find("#predictions-view summary").click();
    String why = browser.find("#predictions-view details[open]").getText();
    SampledRow row = shown.learning().get(1).sampledRows().get(9);
    Model model = shown.learning().get(1).predictor(learner).current().model();
    double[] added = new double[2];
    double score = ((AdditiveModel) model).contributions(0, row.features(), 0, added);
    assertTrue(
        why.contains(
            "log-odds of left against the mean of all classes, by version 29 of " + learner),
        why);
    List<String> numbers =
        browser.findAll("#predictions-view details[open] td.number:last-child").stream()
            .map(WebElement::getText)
            .toList();
    assertEquals(2, numbers.size());
    double sum = score;
    for (String number : numbers) {
      assertTrue(Arrays.stream(added).anyMatch(each -> isAbout(each, number)), number);
      sum += Double.parseDouble(number);
    }
    String told = why.substring(why.lastIndexOf(' ') + 1, why.length() - 1);
    assertEquals(sum, Double.parseDouble(told), 0.01, why);
  }

  private static boolean isAbout(double value, String shown) {
    return Math.abs(value - Double.parseDouble(shown)) < 0.005;
  }

  @Test
  void shouldDrawTheIntervalAndCheckpoints() throws Exception {
    look(
        Points.config()
            .withTrigger(Trigger.interval(Duration.ofMillis(20)))
            .withCheckpoint(directory),
        shown -> {
          browser.resize(1280, 1_500);
          awaitDrawn("Time per batch");
          awaitDrawn("Checkpoint");
          assertEquals(
              List.of("processing", "commit", "planning", "batch interval"),
              browser.eval(chart("Time per batch") + ".series.map(s => s.name)"));
          assertEquals(20, newest("Time per batch", 4));
          assertTrue(newest("Checkpoint", 1) > 0);
          assertTrue(tile("Processing").endsWith(" ms\na batch is due every 20 ms"));
          assertTrue(tile("Checkpoint").matches("[0-9.,]+ ms\n[0-9]+ kB"), tile("Checkpoint"));
          browser.resize(1280, 900);
        });
  }
}
