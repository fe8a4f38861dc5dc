package dev.millrace.notebooks.fraud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import dev.millrace.notebooks.TestRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FraudPipelineTest {
  @TempDir static Path output;

  private static Summary summary;
  private static Map<String, Map<String, Double>> metrics;
  private static List<Payment> payments;

  @BeforeAll
  static void run() throws Exception {
    Path input = ShippedData.file("card-transactions.csv.gz");
    summary = TestRuns.run(FraudPipeline::new, input, output, 1000);
    payments = ShippedPayments.of(input);
    metrics =
        summary.learners().stream()
            .collect(Collectors.toMap(Summary.Learner::name, Summary.Learner::metrics));
  }

  @Test
  void shouldRankFraudsClearlyBetterThanBaselinesAndAFrozenModel() {
    double rocAuc = metrics.get("champion").get("rocAuc");
    double prAuc = metrics.get("champion").get("prAuc");
    assertTrue(rocAuc > 0.96 && prAuc > 0.9, summary.toString());
    assertTrue(rocAuc > metrics.get("frozen").get("rocAuc") + 0.02, summary.toString());
    assertTrue(prAuc > metrics.get("frozen").get("prAuc") + 0.03, summary.toString());
    for (String baseline : List.of("last-class", "majority-class")) {
      assertTrue(rocAuc > metrics.get(baseline).get("rocAuc") + 0.3, summary.toString());
      assertTrue(prAuc > metrics.get(baseline).get("prAuc") + 0.7, summary.toString());
    }
  }

  @Test
  void shouldCostLeast() {
    double cost = metrics.get("champion").get("cost");
    // To alert for nothing at all misses 492 frauds at 100 each, for all costs 8,161 alarms at 5.
    assertTrue(cost < 8161 * 5 / 4.0, summary.toString());
    for (String other : List.of("frozen", "last-class", "majority-class")) {
      assertTrue(cost < 0.75 * metrics.get(other).get("cost"), other);
    }
  }

  @Test
  void shouldSayWhatWaitingForChargebacksCosts() {
    Map<String, Double> delayed = metrics.get("delayed");
    assertTrue(delayed.get("rocAuc") > 0.92 && delayed.get("prAuc") > 0.6, summary.toString());
    assertTrue(delayed.get("prAuc") < metrics.get("champion").get("prAuc"), summary.toString());
    assertTrue(delayed.get("cost") < 0.35 * metrics.get("last-class").get("cost"));
    // Frauds of the last hours are not charged back yet.
    double chargebacks = summary.figures().get("chargebacks");
    assertTrue(chargebacks < 492 && chargebacks > 450, summary.toString());
    assertTrue(summary.figures().get("waiting") > 500, summary.toString());
  }

  @Test
  void shouldTellOfCardsThatAreMisusedAgainWithinAnHour() throws IOException {
    List<String[]> verdicts = TestRuns.rows(output.resolve("predictions"));
    Map<String, List<Double>> alerts = new TreeMap<>();
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i)[3].equals("1")) {
        double seconds = Double.parseDouble(verdicts.get(i)[0]);
        String card = payments.get(i).card();
        List<Double> before = alerts.computeIfAbsent(card, name -> new ArrayList<>());
        if (before.stream().anyMatch(earlier -> earlier > seconds - 3600)) {
          expected.add(card);
        }
        before.add(seconds);
      }
    }
    Set<String> told =
        TestRuns.rows(output.resolve("incidents")).stream()
            .filter(row -> row[3].equals("card misused") && row[6].equals("FIRING"))
            .map(row -> row[4])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, told);
    assertTrue(told.size() > 3, told.toString());
  }

  @Test
  void shouldEndTheSameWhenItIsStoppedAndGoesOn(@TempDir Path directory) throws Exception {
    Path other = directory.resolve("pieces");
    Summary pieces =
        TestRuns.runInPieces(
            FraudPipeline::new,
            ShippedData.file("card-transactions.csv.gz"),
            other,
            directory.resolve("checkpoint"),
            1000,
            3);
    assertEquals(summary.toString(), pieces.toString());
    assertEquals(TestRuns.contents(output), TestRuns.contents(other));
  }

  @Test
  void shouldWriteAVerdictPerPaymentAndAnAlertPerFraudSeen() throws IOException {
    List<String[]> verdicts = TestRuns.rows(output.resolve("predictions"));
    List<String[]> alerts = TestRuns.rows(output.resolve("alerts"));
    assertEquals(8653, verdicts.size());
    assertEquals(492, summary.figures().get("frauds"));
    assertEquals(492, verdicts.stream().filter(row -> row[4].equals("1")).count());
    assertEquals(
        verdicts.stream().filter(row -> row[3].equals("1")).map(List::of).toList(),
        alerts.stream().map(List::of).toList());
    double caught = alerts.stream().filter(row -> row[4].equals("1")).count();
    assertEquals(metrics.get("champion").get("recall"), caught / 492, 1e-12);
    assertEquals(metrics.get("champion").get("precision"), caught / alerts.size(), 1e-12);
  }
}
