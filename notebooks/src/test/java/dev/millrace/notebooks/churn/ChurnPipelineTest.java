package dev.millrace.notebooks.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.Figures;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import dev.millrace.notebooks.TestRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChurnPipelineTest {
  private static final int BATCH = 500;
  private static final int CHANGED_ROW = 25 * Customer.PRICE_CHANGE;

  @TempDir static Path directory;

  private static Path input;
  private static Summary summary;
  private static Map<String, Map<String, Double>> metrics;
  private static List<String[]> predictions;
  private static double[] champion;
  private static double[] calibrated;
  private static double[] left;

  @BeforeAll
  static void run() throws Exception {
    input = ShippedData.file("telco-customers.csv.gz");
    Path output = directory.resolve("output");
    summary = TestRuns.run(ChurnPipeline::new, input, output, BATCH);
    metrics =
        summary.learners().stream()
            .collect(Collectors.toMap(Summary.Learner::name, Summary.Learner::metrics));
    predictions = TestRuns.rows(output.resolve("predictions"));
    champion = Figures.column(predictions, 2);
    calibrated = Figures.column(predictions, 3);
    left = predictions.stream().mapToDouble(row -> row[4].equals("Yes") ? 1 : 0).toArray();
  }

  @Test
  void shouldReportTheFiguresOfItsPredictions() {
    assertEquals(7043, summary.rows());
    assertEquals(7043, predictions.size());
    for (String learner : List.of("champion", "calibrated")) {
      double[] said = learner.equals("champion") ? champion : calibrated;
      Map<String, Double> figures = metrics.get(learner);
      assertEquals(Figures.logLoss(said, left), figures.get("logLoss"), 1e-9);
      assertEquals(Figures.brier(said, left), figures.get("brier"), 1e-9);
      assertEquals(Figures.rocAuc(said, left), figures.get("rocAuc"), 2e-3);
      assertEquals(
          Figures.calibrationError(said, left),
          summary.figures().get(learner + "CalibrationError"),
          1e-9);
    }
  }

  @Test
  void shouldCalibrateAsPlattScalingByGradientDescentDoes() {
    double slope = 0;
    double intercept = 0;
    for (int i = 0; i < champion.length; i++) {
      double logit = Math.log(champion[i] / (1 - champion[i]));
      double probability = 1 / (1 + Math.exp(-(slope * logit + intercept)));
      assertEquals(probability, calibrated[i], 1e-9, "row " + i);
      slope -= 0.02 * (probability - left[i]) * logit;
      intercept -= 0.02 * (probability - left[i]);
    }
  }

  @Test
  void shouldGoOnLearningAndSayHowSureItIs() {
    double logLoss = metrics.get("calibrated").get("logLoss");
    assertTrue(logLoss < metrics.get("champion").get("logLoss"), summary.toString());
    assertTrue(logLoss < 0.8 * metrics.get("frozen").get("logLoss"), summary.toString());
    assertTrue(
        metrics.get("champion").get("rocAuc") > metrics.get("frozen").get("rocAuc") + 0.05,
        summary.toString());
    assertTrue(
        summary.figures().get("calibratedCalibrationError")
            < 0.8 * summary.figures().get("championCalibrationError"),
        summary.toString());
  }

  @Test
  void shouldSeeThePriceChangeAndNothingElse() throws IOException {
    List<String[]> alarms = TestRuns.rows(directory.resolve("output/drift"));
    List<Integer> expected = new ArrayList<>();
    int start = 0;
    double[] losses = new double[left.length];
    for (int i = 0; i < left.length; i++) {
      losses[i] = -Math.log(left[i] == 1 ? champion[i] : 1 - champion[i]);
      if (Figures.pageHinkley(losses, start, i) > 25) {
        expected.add(i + 1);
        start = i + 1;
      }
    }
    assertEquals(expected, alarms.stream().map(row -> Integer.parseInt(row[0])).toList());
    assertEquals(expected.size(), summary.figures().get("driftAlarms"));
    int first = expected.get(0);
    assertTrue(first > CHANGED_ROW && first < CHANGED_ROW + 500, expected.toString());
  }

  /** A customer as the test sees it. */
  private record Seen(String name, double charges, double probability, double left) {
    double worth(double leaving) {
      return leaving * 0.3 * 12 * charges - 40;
    }
  }

  @Test
  void shouldCallWhomALoopOverEachDayWouldCall() throws IOException {
    Map<String, Customer> customers = new TreeMap<>();
    for (String[] row : ShippedRows.of(input)) {
      Customer customer = ShippedRows.customer(row).atPricesOfTheDay();
      customers.put(customer.customer(), customer);
    }
    Map<Integer, List<Seen>> days = new TreeMap<>();
    for (int i = 0; i < left.length; i++) {
      String[] row = predictions.get(i);
      double charges = customers.get(row[1]).monthlyCharges();
      days.computeIfAbsent(Integer.parseInt(row[0]), day -> new ArrayList<>())
          .add(new Seen(row[1], charges, calibrated[i], left[i]));
    }
    days.remove(281); // the last day is not over when the data ends
    List<String> expected = new ArrayList<>();
    double value = 0;
    double highestBills = 0;
    double firstCome = 0;
    for (List<Seen> day : days.values()) {
      for (Seen seen : day.subList(0, 5)) {
        firstCome += seen.worth(seen.left());
      }
      day.sort(Comparator.comparingDouble(Seen::charges).reversed());
      for (Seen seen : day.subList(0, 5)) {
        highestBills += seen.worth(seen.left());
      }
      List<Seen> best =
          day.stream()
              .filter(seen -> seen.worth(seen.probability()) > 0)
              .sorted(
                  Comparator.comparingDouble((Seen seen) -> seen.worth(seen.probability()))
                      .reversed())
              .limit(5)
              .toList();
      for (Seen seen : best) {
        expected.add(seen.name());
        value += seen.worth(seen.left());
      }
    }
    List<String[]> calls = TestRuns.rows(directory.resolve("output/calls"));
    assertEquals(expected, calls.stream().map(call -> call[1]).toList());
    assertEquals(281, summary.figures().get("days"));
    assertEquals(expected.size(), summary.figures().get("calls"));
    assertEquals(value, metrics.get("calibrated").get("callValue"), 1e-6);
    assertEquals(highestBills, summary.figures().get("callValueHighestBills"), 1e-6);
    assertEquals(firstCome, summary.figures().get("callValueFirstCome"), 1e-6);
    assertTrue(value > 1.1 * highestBills && value > 2 * firstCome, summary.toString());
    assertTrue(value > 1.1 * metrics.get("frozen").get("callValue"), summary.toString());
  }

  @Test
  void shouldChangePricesOfTheLoyalOnly() throws IOException {
    int asked = 0;
    int gone = 0;
    for (String[] row : ShippedRows.of(input)) {
      Customer before = ShippedRows.customer(row);
      Customer after = before.atPricesOfTheDay();
      if (before.day() < Customer.PRICE_CHANGE || before.tenure() < 36) {
        assertEquals(before, after);
      } else {
        assertEquals(1.25 * before.monthlyCharges(), after.monthlyCharges());
        asked += before.churn().equals("No") ? 1 : 0;
        gone += before.churn().equals(after.churn()) ? 0 : 1;
      }
    }
    assertEquals(0.6, gone / (double) asked, 0.03);
  }

  @Test
  void shouldEndTheSameWhenItIsStoppedAndGoesOn() throws Exception {
    Path output = directory.resolve("pieces");
    Summary pieces =
        TestRuns.runInPieces(
            ChurnPipeline::new, input, output, directory.resolve("checkpoint"), BATCH, 6);
    assertEquals(summary.toString(), pieces.toString());
    assertEquals(TestRuns.contents(directory.resolve("output")), TestRuns.contents(output));
  }
}
