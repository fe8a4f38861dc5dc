package dev.millrace.notebooks.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.notebooks.Figures;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentPipelineTest {
  private static final int BATCH = 500;

  /** How many of the tweets are of the earlier years. */
  private static final int EARLIER = 1131;

  @TempDir static Path directory;

  private static Path input;
  private static Summary summary;
  private static Map<String, Map<String, Double>> metrics;
  private static List<String[]> predictions;
  private static double[] logistic;
  private static double[] bayes;
  private static double[] frozen;
  private static double[] negative;

  @BeforeAll
  static void run() throws Exception {
    input = ShippedData.file("tweets.csv.gz");
    Path output = directory.resolve("output");
    summary = TestRuns.run(SentimentPipeline::new, input, output, BATCH);
    metrics =
        summary.learners().stream()
            .collect(Collectors.toMap(Summary.Learner::name, Summary.Learner::metrics));
    predictions = TestRuns.rows(output.resolve("predictions"));
    logistic = Figures.column(predictions, 1);
    bayes = Figures.column(predictions, 2);
    frozen = Figures.column(predictions, 3);
    negative = predictions.stream().mapToDouble(r -> r[4].equals("negative") ? 1 : 0).toArray();
  }

  @Test
  void shouldReportTheFiguresOfItsPredictions() {
    assertEquals(4500, summary.rows());
    Map.of("logistic-regression", logistic, "naive-bayes", bayes)
        .forEach(
            (learner, said) -> {
              Map<String, Double> figures = metrics.get(learner);
              assertEquals(Figures.accuracy(said, negative), figures.get("accuracy"), 1e-12);
              assertEquals(Figures.logLoss(said, negative), figures.get("logLoss"), 1e-9);
              assertEquals(Figures.rocAuc(said, negative), figures.get("rocAuc"), 5e-3);
            });
  }

  @Test
  void shouldCountAsNaiveBayesOverPlainMapsDoes() throws Exception {
    FeatureExtractor<Tweet> features = TweetFeatures.of();
    InstanceBlockBuilder rows = new InstanceBlockBuilder(features.schema());
    for (Tweet tweet : tweets()) {
      features.extract(tweet, rows);
      assertTrue(rows.endRow());
    }
    SparseBlock block = (SparseBlock) rows.block();
    assertEquals(predictions.size(), block.rows());
    int slots = block.features();
    List<Map<Integer, Integer>> counts = List.of(new HashMap<>(), new HashMap<>());
    double[] words = new double[2];
    double[] tweets = new double[2];
    for (int row = 0; row < block.rows(); row++) {
      int[] present =
          Arrays.copyOfRange(block.indices(), block.starts()[row], block.starts()[row + 1]);
      double[] logs = new double[2];
      for (int k = 0; k < 2; k++) {
        logs[k] = Math.log(tweets[k] + 1);
        for (int word : present) {
          logs[k] += Math.log((counts.get(k).getOrDefault(word, 0) + 1) / (words[k] + slots));
        }
      }
      double most = Math.max(logs[0], logs[1]);
      double expected =
          Math.exp(logs[1] - most) / (Math.exp(logs[0] - most) + Math.exp(logs[1] - most));
      assertEquals(expected, bayes[row], 1e-9, "row " + row);
      int k = (int) negative[row];
      for (int word : present) {
        counts.get(k).merge(word, 1, Integer::sum);
        words[k]++;
      }
      tweets[k]++;
    }
  }

  @Test
  void shouldSurviveTheChangeThatAFrozenModelDoesNot() {
    Map<String, Double> best = metrics.get("logistic-regression");
    assertTrue(best.get("rocAuc") > 0.84, summary.toString());
    assertTrue(metrics.get("naive-bayes").get("rocAuc") > 0.84, summary.toString());
    assertTrue(best.get("rocAuc") > metrics.get("frozen").get("rocAuc") + 0.08);
    double majority = metrics.get("majority-class").get("accuracy");
    assertTrue(best.get("accuracy") > majority + 0.15, summary.toString());
    assertTrue(metrics.get("frozen").get("accuracy") < best.get("accuracy") - 0.15);
    // That all words are independent makes it sure of itself.
    assertTrue(metrics.get("naive-bayes").get("logLoss") > 1.4 * best.get("logLoss"));
  }

  @Test
  void shouldSeeTheChangeAndNothingElse() throws IOException {
    List<Integer> expected = new ArrayList<>();
    int start = 0;
    double[] losses = new double[negative.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = -Math.log(negative[i] == 1 ? frozen[i] : 1 - frozen[i]);
      if (Figures.pageHinkley(losses, start, i) > 25) {
        expected.add(i + 1);
        start = i + 1;
      }
    }
    List<String[]> alarms = TestRuns.rows(directory.resolve("output/drift"));
    assertEquals(expected, alarms.stream().map(row -> Integer.parseInt(row[0])).toList());
    assertEquals(expected.size(), summary.figures().get("driftAlarms"));
    assertEquals(1, expected.size(), expected.toString());
    assertTrue(expected.get(0) > EARLIER && expected.get(0) < EARLIER + 300, expected.toString());
  }

  @Test
  void shouldSumUpEachTopicInWindows() throws IOException {
    Map<String, List<Integer>> topics = new HashMap<>();
    for (int i = 0; i < predictions.size(); i++) {
      topics.computeIfAbsent(predictions.get(i)[0], topic -> new ArrayList<>()).add(i);
    }
    List<String[]> trends = TestRuns.rows(directory.resolve("output/trends"));
    assertTrue(topics.keySet().size() == Topic.values().length, topics.keySet().toString());
    assertEquals(topics.values().stream().mapToInt(t -> t.size() / 100).sum(), trends.size());
    for (String[] trend : trends) {
      int window = Integer.parseInt(trend[1]);
      List<Integer> rows = topics.get(trend[0]).subList(100 * window, 100 * window + 100);
      double said = rows.stream().mapToDouble(i -> logistic[i]).sum();
      double came = rows.stream().mapToDouble(i -> negative[i]).sum();
      assertEquals(said / 100, Double.parseDouble(trend[3]), 1e-12);
      assertEquals(came / 100, Double.parseDouble(trend[4]), 1e-12);
    }
  }

  @Test
  void shouldEndTheSameWhenItIsStoppedAndGoesOn() throws Exception {
    Path output = directory.resolve("pieces");
    Summary pieces =
        TestRuns.runInPieces(
            SentimentPipeline::new, input, output, directory.resolve("checkpoint"), BATCH, 4);
    assertEquals(summary.toString(), pieces.toString());
    assertEquals(TestRuns.contents(directory.resolve("output")), TestRuns.contents(output));
  }

  /** The texts without the pipeline's help; the label does not matter here. */
  private static List<Tweet> tweets() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(input)), StandardCharsets.UTF_8))) {
      return in.lines()
          .skip(1)
          .map(line -> line.split(",", 2))
          .map(
              cells ->
                  new Tweet(
                      cells[0],
                      cells[1].startsWith("\"")
                          ? cells[1].substring(1, cells[1].length() - 1).replace("\"\"", "\"")
                          : cells[1]))
          .toList();
    }
  }
}
