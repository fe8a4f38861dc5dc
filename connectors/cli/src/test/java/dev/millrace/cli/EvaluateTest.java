package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published figures are river 0.22's, on the same rows in the same order. */
class EvaluateTest {
  private static final Path DATA = Path.of("../../ml/src/test/resources/data");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void shouldMeetThePublishedFiguresOnElec2AtAnyBatchSize(int batchSize) throws IOException {
    JsonNode result =
        json(
            "evaluate",
            DATA.resolve("elec2.csv.gz").toString(),
            "--target=class",
            "--batch-size=" + batchSize,
            "--learner=last-class",
            "--learner=logistic-regression:optimizer=sgd,learningRate=0.005,interceptLearningRate=0.01");
    assertEquals(45_312, result.get("rows").asInt());
    assertEquals((45_312 + batchSize - 1) / batchSize, result.get("batches").asInt());
    JsonNode lastClass = result.get("learners").get(0);
    assertEquals("last-class", lastClass.get("name").asText());
    assertEquals(0.8533, lastClass.at("/metrics/accuracy").asDouble(), 5e-5);
    JsonNode logistic = result.get("learners").get(1);
    assertEquals("logistic-regression", logistic.get("name").asText());
    assertEquals(0.822144, logistic.at("/metrics/accuracy").asDouble(), 1e-6);
    assertEquals(0.777086, logistic.at("/metrics/f1").asDouble(), 1e-6);
    assertEquals(result.get("batches").asInt() - 1, logistic.get("modelVersion").asInt());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void shouldMeetThePublishedFiguresOnTrumpApprovalAtAnyBatchSize(int batchSize)
      throws IOException {
    JsonNode result =
        json(
            "evaluate",
            DATA.resolve("trump_approval.csv.gz").toString(),
            "--target=five_thirty_eight",
            "--batch-size=" + batchSize,
            "--learner=linear-regression:optimizer=sgd,learningRate=0.01,interceptLearningRate=0.1");
    assertEquals(0.558735, result.at("/learners/0/metrics/mae").asDouble(), 1e-6);
  }

  /** river's protocol in plain Python, whose figures without a delay are the published ones. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void shouldWaitForLabelsAsRiverDoes(int batchSize) throws IOException {
    JsonNode result =
        json(
            "evaluate",
            DATA.resolve("elec2.csv.gz").toString(),
            "--target=class",
            "--delay=48",
            "--batch-size=" + batchSize,
            "--learner=logistic-regression:optimizer=sgd,learningRate=0.005,interceptLearningRate=0.01");
    assertEquals(45_312, result.get("rows").asInt());
    assertEquals(0.7823313912429378, result.at("/learners/0/metrics/accuracy").asDouble(), 1e-6);
    JsonNode days =
        json(
            "evaluate",
            DATA.resolve("trump_approval.csv.gz").toString(),
            "--target=five_thirty_eight",
            "--moment=ordinal_date",
            "--delay=30",
            "--batch-size=" + batchSize,
            "--learner=linear-regression:optimizer=sgd,learningRate=0.01,interceptLearningRate=0.1");
    assertEquals(3.2135847697688145, days.at("/learners/0/metrics/mae").asDouble(), 1e-6);
  }

  @Test
  void shouldWaitForWhatAColumnSaysAndAnswerTheRestAtTheEnd() throws IOException {
    Path file =
        write(
            "at,wait,x,y",
            "2020-01-01T20:00:00,900,0,1",
            "2020-01-01T20:10:00,1800,0,2",
            "2020-01-01T20:20:00,300,0,3",
            "2020-01-01T20:45:00,400,0,4",
            "later,1,0,9",
            "2020-01-01T20:50:00,-1,0,9",
            "2020-01-01T20:50:00,240,0,5",
            "2020-01-01T20:55:00,450,0,6");
    JsonNode result =
        json(
            "evaluate",
            file.toString(),
            "--target=y",
            "--task=regress",
            "--moment=at",
            "--delay=wait",
            "--learner=last-value");
    assertEquals(6, result.get("rows").asInt());
    assertEquals(2, result.get("rejected").asInt());
    // Known when each comes, in the order of river's documentation: -, -, 1, 2 (after 3), 2, 5.
    assertEquals(
        (1 + 2 + 2 + 2 + 3 + 1) / 6.0, result.at("/learners/0/metrics/mae").asDouble(), 1e-12);
    JsonNode fixed =
        json(
            "evaluate",
            file.toString(),
            "--target=y",
            "--task=regress",
            "--moment=at",
            "--delay=10m",
            "--drop=wait",
            "--learner=last-value");
    assertEquals(7, fixed.get("rows").asInt());
    assertEquals(1, fixed.get("rejected").asInt());
  }

  @Test
  void shouldSayHowDelaysAndMomentsGoTogether() throws IOException {
    String file = write("at,n,x,y", "2020-01-01,1,0,1", "2020-01-02,2,0,2").toString();
    List<List<String>> wrong =
        List.of(
            List.of("--moment says nothing without --delay", "--moment=at"),
            List.of("moments are times, expected a duration", "--moment=at", "--delay=3"),
            List.of("a duration needs times", "--moment=n", "--delay=3d"),
            List.of("holds text, expected numbers", "--delay=at"),
            List.of("no column 'att'; did you mean 'at'?", "--delay=1d", "--moment=att"),
            List.of("expected a number, a duration such as 30m, or a column", "--delay=soon"),
            List.of("--delay is -1.0, expected at least 0", "--delay=-1"),
            List.of("clusters have none", "--delay=1", "--task=cluster"));
    for (List<String> each : wrong) {
      List<String> args =
          new ArrayList<>(List.of("evaluate", file, "--target=y", "--learner=last-value"));
      args.addAll(each.subList(1, each.size()));
      Run run = Run.of(args.toArray(String[]::new));
      assertEquals(2, run.code(), run.err());
      assertTrue(run.err().contains(each.get(0)), run.err());
    }
  }

  @Test
  void shouldTellTwoLearnersOfOneKindApart() throws IOException {
    JsonNode learners =
        json(
                "evaluate",
                DATA.resolve("trump_approval.csv.gz").toString(),
                "--target=five_thirty_eight",
                "--learner=linear-regression:learningRate=0.01",
                "--learner=running-mean",
                "--learner=linear-regression:learningRate=0.001")
            .get("learners");
    assertEquals("linear-regression", learners.get(0).get("name").asText());
    assertEquals("running-mean", learners.get(1).get("name").asText());
    assertEquals("linear-regression-2", learners.get(2).get("name").asText());
    assertEquals("linear-regression:learningRate=0.001", learners.get(2).get("spec").asText());
  }

  @Test
  void shouldPredictABatchByTheModelOfTheBatchBefore() throws IOException {
    Path file = write("x,y", "0,1", "0,2", "0,3", "0,4", "0,5", "0,6");
    JsonNode perRow =
        json(
            "evaluate",
            file.toString(),
            "--target=y",
            "--task=regress",
            "--learner=last-value",
            "--batch-size=2");
    JsonNode perBatch =
        json(
            "evaluate",
            file.toString(),
            "--target=y",
            "--task=regress",
            "--learner=last-value",
            "--batch-size=2",
            "--per=batch");
    // Per row: 0 for the first row, then always one behind. Per batch: 0, 0 | 2, 2 | 4, 4.
    assertEquals((1 + 5) / 6.0, perRow.at("/learners/0/metrics/mae").asDouble(), 1e-12);
    assertEquals(
        (1 + 2 + 1 + 2 + 1 + 2) / 6.0, perBatch.at("/learners/0/metrics/mae").asDouble(), 1e-12);
  }

  @Test
  void shouldTakeTextForCategoriesAndTheirLastForPositive() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lines.add((i % 3 == 0 ? "red" : "green") + "," + (i % 3 == 0 ? "yes" : "no"));
    }
    Path file = write("colour,bought", lines.toArray(String[]::new));
    JsonNode result =
        json(
            "evaluate",
            file.toString(),
            "--target=bought",
            "--learner=logistic-regression:learningRate=0.5");
    assertTrue(result.at("/learners/0/metrics/accuracy").asDouble() > 0.98, result.toString());
    assertEquals("[\"no\",\"yes\"]", result.get("classes").toString());
    JsonNode other =
        json(
            "evaluate",
            file.toString(),
            "--target=bought",
            "--positive=no",
            "--learner=majority-class");
    assertEquals("[\"yes\",\"no\"]", other.get("classes").toString());
  }

  @Test
  void shouldFindClusters() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add((i % 3) * 10 + 0.1 * (i % 7) + "," + (i % 3) * -5);
    }
    JsonNode result =
        json(
            "evaluate",
            write("a,b", lines.toArray(String[]::new)).toString(),
            "--task=cluster",
            "--learner=k-means:k=3",
            "--scale=none");
    assertEquals(300, result.get("rows").asInt());
    assertTrue(result.at("/learners/0/metrics/wcss").isNumber(), result.toString());
  }

  @Test
  void shouldPutMeansInThePlaceOfMissingNumbersForEveryLearner() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add((i % 20 == 5 ? "" : 10 * (i % 2) + 0.1 * (i % 7)) + "," + i % 2 * -5 + "," + i);
    }
    String path = write("a,b,c", lines.toArray(String[]::new)).toString();
    JsonNode clusters =
        json(
            "evaluate",
            path,
            "--task=cluster",
            "--drop=c",
            "--batch-size=50",
            "--learner=k-means:k=2",
            "--learner=mini-batch-k-means:k=2");
    for (JsonNode learner : clusters.get("learners")) {
      assertTrue(learner.at("/metrics/wcss").asDouble() > 0, clusters.toString());
    }
    JsonNode squares = json("evaluate", path, "--target=c", "--learner=recursive-least-squares");
    assertEquals(300, squares.get("rows").asInt());
    assertEquals(0, squares.get("rejected").asInt());
  }

  @Test
  void shouldDoubtThatANumberIsAClass() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add("1," + (i + 0.5));
    }
    String path = write("x,y", lines.toArray(String[]::new)).toString();
    Run run = Run.of("evaluate", path, "--target=y", "--task=classify", "--learner=last-class");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("classes: 0.5, 1.5, "), run.out());
    assertTrue(run.out().contains(", 9.5 … and 50 more\n"), run.out());
    assertTrue(run.out().contains("60 rows in 1 batch, "), run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("a number with 60 distinct values"), run.err());
    assertTrue(run.err().contains("--task regress"), run.err());
  }

  @Test
  void shouldPrintATableThatCanBeRead() {
    Run run =
        Run.of(
            "evaluate",
            DATA.resolve("trump_approval.csv.gz").toString(),
            "--target=five_thirty_eight",
            "--learner=running-mean",
            "--learner=last-value");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("running-mean"), run.out());
    assertTrue(run.out().contains("MAE"), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 120), run.out());
  }

  @Test
  void shouldCountAndShowRejectedRowsAndLoseNothingElse() throws IOException {
    Path file = write("x,y", "1,2", "3", "two,4", "5,6", "7,NaN", "9,10", "\"open,1", "11,12");
    JsonNode result =
        json("evaluate", file.toString(), "--target=y", "--task=regress", "--learner=running-mean");
    assertFalse(result.get("rejected").asInt() == 0, result.toString());
    Run run =
        Run.of(
            "evaluate", file.toString(), "--target=y", "--task=regress", "--learner=running-mean");
    assertTrue(run.out().contains(file.getFileName() + " line 3"), run.out());
  }

  @Test
  void shouldNameWhatIsWrong() throws IOException {
    Path file = write("x,y", "1,2", "3,4", "5,5");
    String path = file.toString();
    usage("no column 'z'; there are x, y", "evaluate", path, "--target=z", "--learner=last-value");
    Path payments = write("amount,channel", "1,2", "3,4");
    usage(
        "no column 'ammount'; did you mean 'amount'? There are amount, channel",
        "evaluate",
        payments.toString(),
        "--target=ammount",
        "--learner=last-value");
    usage(
        "did you mean 'channel'?",
        "evaluate",
        payments.toString(),
        "--target=amount",
        "--drop=chanel",
        "--learner=last-value");
    usage(
        "did you mean 'logistic-regression'? There are ",
        "evaluate",
        path,
        "--target=y",
        "--learner=logistic-regresion");
    usage(
        "learningRate",
        "evaluate",
        path,
        "--target=y",
        "--task=regress",
        "--learner=linear-regression:learnRate=1");
    usage("regress", "evaluate", path, "--target=y", "--task=regress", "--learner=last-class");
    usage(
        "no column to learn from",
        "evaluate",
        path,
        "--target=y",
        "--drop=x",
        "--learner=last-value");
    usage("--target", "evaluate", path, "--learner=last-class");
    Run missing =
        Run.of(
            "evaluate",
            directory.resolve("none.csv").toString(),
            "--target=y",
            "--learner=last-class");
    assertTrue(missing.code() == 2 && missing.err().contains("none.csv"), missing.err());
    assertEquals(1, missing.err().lines().count(), missing.err());
  }

  private static void usage(String expected, String... args) {
    Run run = Run.of(args);
    assertEquals(2, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(expected), run.err());
  }

  private static JsonNode json(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    Run run = Run.of(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    assertEquals(1, run.out().lines().count(), run.out());
    return new ObjectMapper().readTree(run.out());
  }

  private Path write(String header, String... lines) throws IOException {
    Path file = Files.createTempFile(directory, "data", ".csv");
    return Files.writeString(file, header + "\n" + String.join("\n", lines) + "\n");
  }
}
