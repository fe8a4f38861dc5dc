package dev.millrace.notebooks.stocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import dev.millrace.notebooks.TestRuns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StocksPipelineTest {
  private static final int FORECAST = 3;
  private static final int NEXT_RETURN = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1000, 2000, 3000})
  void shouldForecastTheSameWhateverComesLater(int present) throws Exception {
    List<String> bars = bars();
    List<String[]> forecasts = forecasts("as-it-was", bars, 500);

    List<String> changed = new ArrayList<>(bars);
    for (int i = present + 1; i < bars.size(); i++) {
      String[] bar = bars.get(i).split(",", -1);
      for (int column = 2; column <= 5; column++) {
        bar[column] = Double.toString(Double.parseDouble(bar[column]) * (1 + 0.001 * (i % 7 - 3)));
      }
      changed.set(i, String.join(",", bar));
    }
    List<String[]> others = forecasts("another-future", changed, 500);

    assertEquals(forecasts.size(), others.size());
    int same = 0;
    for (int i = 0; i < forecasts.size(); i++) {
      boolean past = isPast(forecasts.get(i), bars, present);
      if (past) {
        assertEquals(forecasts.get(i)[FORECAST], others.get(i)[FORECAST], "forecast " + i);
        same++;
      }
    }
    assertSamePast("trading", 2, bars, present); // the position
    assertSamePast("volatility", 2, bars, present);
    // Each stock's first bar has no step before it, and a step shows when it has ended.
    assertTrue(same >= present - 2 && same <= present, same + " forecasts before " + present);
    assertNotEquals(
        forecasts.get(forecasts.size() - 1)[FORECAST], others.get(others.size() - 1)[FORECAST]);
  }

  private void assertSamePast(String what, int column, List<String> bars, int present)
      throws IOException {
    List<String[]> rows = TestRuns.rows(directory.resolve("as-it-was").resolve(what));
    List<String[]> others = TestRuns.rows(directory.resolve("another-future").resolve(what));
    for (int i = 0; i < rows.size(); i++) {
      if (isPast(rows.get(i), bars, present)) {
        assertEquals(rows.get(i)[column], others.get(i)[column], what + " " + i);
      }
    }
  }

  private static boolean isPast(String[] forecast, List<String> bars, int present) {
    String[] now = bars.get(present).split(",", -1);
    return forecast[0].compareTo(now[0]) <= 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {37, 1000})
  void shouldForecastTheSameAtAnyBatchSizeWhereStocksComeOneAfterTheOther(int batchSize)
      throws Exception {
    // AAPL's bars are all before GOOG's. A batch that holds both has them in two partitions.
    List<String> bars = bars().subList(0, 2200);
    List<String[]> expected = forecasts("batches-of-500", bars, 500);
    List<String[]> actual = forecasts("batches-of-" + batchSize, bars, batchSize);
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(List.of(expected.get(i)), List.of(actual.get(i)));
    }
  }

  @Test
  void shouldSurviveTheSplit() throws Exception {
    List<String[]> forecasts = forecasts("split", bars(), 500);
    for (String[] row : forecasts) {
      assertTrue(Math.abs(Double.parseDouble(row[FORECAST])) < 20, String.join(",", row));
      assertTrue(Math.abs(Double.parseDouble(row[NEXT_RETURN])) <= 100, String.join(",", row));
    }
  }

  @Test
  void shouldBeatTheBaselinesByLittle() throws Exception {
    Path input = ShippedData.file("minute-bars.csv.gz");
    Summary summary = TestRuns.run(StocksPipeline::new, input, directory.resolve("out"), 500);
    assertEquals(3392, summary.rows());
    double mean = metric(summary, "running-mean", "mae");
    double last = metric(summary, "last-value", "mae");
    for (String learner : List.of("linear-regression", "least-squares")) {
      assertTrue(metric(summary, learner, "mae") < Math.min(mean, last), summary.toString());
      assertTrue(metric(summary, learner, "r2") > 0, summary.toString());
      assertTrue(metric(summary, learner, "direction") > 0.54, summary.toString());
    }
    assertEquals(
        3392,
        summary.figures().get("regime0Bars")
            + summary.figures().get("regime1Bars")
            + summary.figures().get("regime2Bars"),
        1e-6);
  }

  @Test
  void shouldTradeAsALoopOverItsForecastsDoes() throws Exception {
    Path input = ShippedData.file("minute-bars.csv.gz");
    Path output = directory.resolve("out");
    Summary summary = TestRuns.run(StocksPipeline::new, input, output, 500);
    double gross = 0;
    double net = 0;
    double held = 0;
    for (String symbol : List.of("AAPL", "GOOG")) {
      List<String[]> trades = of(symbol, output.resolve("trading"));
      int bar = 0;
      int position = 0;
      double stockNet = 0;
      for (String[] forecast : of(symbol, output.resolve("predictions"))) {
        double said = Double.parseDouble(forecast[FORECAST]);
        double came = Double.parseDouble(forecast[NEXT_RETURN]);
        int wanted = said == 0 ? 0 : said > 0 ? 1 : -1;
        double earned = came > -99.999 ? came : 0; // not the split
        gross += wanted * earned;
        held += earned;
        stockNet += wanted * earned - Math.abs(wanted - position);
        position = wanted;
        String[] trade = trades.get(bar++);
        assertEquals(forecast[0], trade[0]);
        assertEquals(position, Integer.parseInt(trade[2]));
        assertEquals(stockNet, Double.parseDouble(trade[5]), 1e-6);
      }
      assertEquals(trades.size(), bar);
      net += stockNet;
    }
    assertEquals(gross, summary.figures().get("tradingGross"), 1e-6);
    assertEquals(net, summary.figures().get("tradingNet"), 1e-6);
    assertEquals(held, summary.figures().get("holding"), 1e-6);
    assertTrue(gross > held && held > net, summary.toString());
  }

  private static List<String[]> of(String symbol, Path directory) throws IOException {
    return TestRuns.rows(directory).stream().filter(row -> row[1].equals(symbol)).toList();
  }

  @Test
  void shouldForecastVolatility() throws Exception {
    Path input = ShippedData.file("minute-bars.csv.gz");
    Path output = directory.resolve("out");
    Summary summary = TestRuns.run(StocksPipeline::new, input, output, 500);
    double error = 0;
    List<String[]> rows = TestRuns.rows(output.resolve("volatility"));
    List<String[]> forecasts = TestRuns.rows(output.resolve("predictions"));
    for (int i = 0; i < rows.size(); i++) {
      double came = Math.abs(Double.parseDouble(forecasts.get(i)[NEXT_RETURN]));
      assertEquals(came, Double.parseDouble(rows.get(i)[3]));
      error += Math.abs(came - Double.parseDouble(rows.get(i)[2])) / rows.size();
    }
    assertEquals(error, metric(summary, "volatility", "mae"), 1e-9);
    assertTrue(metric(summary, "volatility", "r2") > 0.09, summary.toString());
    for (String baseline : List.of("volatility-running-mean", "volatility-last-value")) {
      double other = metric(summary, baseline, "mae");
      assertTrue(metric(summary, "volatility", "mae") < 0.97 * other, summary.toString());
    }
  }

  private static double metric(Summary summary, String learner, String metric) {
    return summary.learners().stream()
        .filter(l -> l.name().equals(learner))
        .findFirst()
        .orElseThrow()
        .metrics()
        .get(metric);
  }

  private List<String[]> forecasts(String name, List<String> bars, int batchSize)
      throws IOException, InterruptedException {
    Path input = Files.write(directory.resolve(name + ".csv"), bars);
    Path output = directory.resolve(name);
    TestRuns.run(StocksPipeline::new, input, output, batchSize);
    return TestRuns.rows(output.resolve("predictions"));
  }

  /** The header and the bars. */
  private static List<String> bars() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(ShippedData.file("minute-bars.csv.gz"))),
                StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
