package dev.millrace.notebooks.fraud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.ExampleRun;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FraudPipelineTest {
  @TempDir static Path output;

  private static Summary summary;
  private static Map<String, Map<String, Double>> metrics;

  @BeforeAll
  static void run() throws Exception {
    Path input = ShippedData.file("card-transactions.csv.gz");
    summary = ExampleRun.run(FraudPipeline::new, input, output, 1000);
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
    metrics.forEach(
        (name, figures) ->
            assertTrue(name.equals("champion") || cost < 0.75 * figures.get("cost"), name));
  }

  @Test
  void shouldWriteAVerdictPerPaymentAndAnAlertPerFraudSeen() throws IOException {
    List<String[]> verdicts = ExampleRun.rows(output.resolve("predictions"));
    List<String[]> alerts = ExampleRun.rows(output.resolve("alerts"));
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
