package dev.millrace.jupyter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.file.FileSink;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
  record Payment(String card, double amount, boolean fraud, Optional<String> note) {}

  record Named(String name, Map<String, Double> figures) {}

  private static final List<Payment> PAYMENTS =
      List.of(
          new Payment("a", 12.5, false, Optional.of("x")),
          new Payment("b", 1800, true, Optional.empty()));

  @Test
  void shouldHaveAColumnPerComponent() {
    Table table = Table.of(PAYMENTS);
    assertEquals(List.of("card", "amount", "fraud", "note"), table.columns());
    assertEquals(2, table.rows());
    assertArrayEquals(new double[] {12.5, 1800}, table.numbers("amount"));
    assertArrayEquals(new double[] {0, 1}, table.numbers("fraud"));
    assertEquals(List.of("x", ""), table.texts("note"));
    assertEquals(
        """
        card   amount  fraud  note
        a        12.5  false  x
        b     1,800.0  true""",
        table.toString());
  }

  @Test
  void shouldSpreadMapsAndLeaveOutNothing() {
    Table table =
        Table.of(
            List.of(new Named("one", Map.of("r2", 0.25)), new Named("two", Map.of("f1", 1.0))));
    assertEquals(
        """
        name    r2  f1
        one   0.25   –
        two      –   1""",
        table.toString());
    assertEquals("name  value\nx         7", Table.of(Map.of("x", 7L)).toString());
    assertEquals("value\n    3\n    4", Table.of(new double[] {3, 4}).toString());
    assertEquals("no rows", Table.of(List.of()).toString());
  }

  @Test
  void shouldTellWhatAStreamComesOf() {
    try (StreamingContext context = StreamingContext.create(StreamingConfig.named("words"))) {
      DStream<Long> lengths =
          context.source("words", GeneratorSource.bounded(3, n -> "word")).count().named("lengths");
      assertEquals(
          """
          id  kind    name     reads
           0  source  words
           1  count   lengths  0""",
          Table.of(lengths).toString());
    }
  }

  @Test
  void shouldSelectFilterAndSort() {
    Table table = Table.of(PAYMENTS);
    assertEquals("card\na", table.where("fraud", Boolean.FALSE::equals).select("card").toString());
    assertEquals(List.of("b", "a"), table.descending("amount").texts("card"));
    assertEquals(1, table.head(1).rows());
    String message =
        assertThrows(IllegalArgumentException.class, () -> table.numbers("sum")).getMessage();
    assertEquals("no column 'sum'; there are card, amount, fraud, note", message);
    message =
        assertThrows(IllegalArgumentException.class, () -> table.numbers("card")).getMessage();
    assertEquals("column 'card' holds 'a', no number", message);
    assertThrows(IllegalArgumentException.class, () -> Table.of("text"));
  }

  @Test
  void shouldShowTheFirstRowsOnlyAndEscapeMarkup() {
    List<String> values = IntStream.range(0, 1_234).mapToObj(i -> "<b>\"&" + i).toList();
    TablePrint print = TablePrint.of(Tabulation.of(values, TablePrint.ROWS).orElseThrow());
    assertEquals(20, print.rows().size());
    assertEquals("1,234 rows, the first 20 shown", print.note());
    assertTrue(
        print.html().contains("<td style=\"text-align:left\">&lt;b&gt;&quot;&amp;19</td>"),
        print.html());
    assertFalse(print.html().contains("<b>"), print.html());
    String longText = TablePrint.of(Table.of(List.of("x\n".repeat(500)))).rows().get(0).get(0);
    assertEquals(60, longText.length());
  }

  @Test
  void shouldPrintNumbersOfAColumnAlike() {
    assertEquals(List.of("1,000,000", "–", "-3"), column(1_000_000, Double.NaN, -3));
    assertEquals(List.of("0.1235", "-0.5000"), column(0.123456, -0.5));
    assertEquals(List.of("645.65", "93.00"), column(645.654, 93));
    assertEquals(List.of("29.85", "5.50"), column(29.85, 5.5));
    assertEquals(List.of("12,345", "0"), column(12_345.4, 0.4));
    assertEquals(List.of("0.000123", "4.56e-05"), column(0.000123, 0.0000456));
  }

  private static List<String> column(double... values) {
    List<Object> cells = new ArrayList<>();
    for (double value : values) {
      cells.add(value);
    }
    return NumberColumn.print(cells);
  }

  @Test
  void shouldShowWhatAPipelineGives(@TempDir Path directory) throws InterruptedException {
    MemorySink<Scored<Double>> scored = new MemorySink<>();
    List<BatchReport> batches = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    StreamingConfig config =
        StreamingConfig.named("numbers")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(40);
    try (StreamingContext context = StreamingContext.create(config)) {
      var numbers = context.source("numbers", GeneratorSource.bounded(100, i -> i % 7 / 7.0));
      numbers.foreachBatch(
          (batch, info) -> shown.add(Table.of(batch).head(1) + "/" + Table.of(batch).rows()));
      numbers
          .map(x -> new Payment("c", x, false, Optional.empty()))
          .to("payments", FileSink.csv(directory.resolve("payments"), Payment.class));
      LearningStream<Double> learning =
          LearningStream.on(
                  numbers,
                  Features.<Double>of()
                      .numeric("x", x -> x)
                      .labelClass(x -> x > 0.5 ? "high" : "low", "low", "high")
                      .build())
              .learner("logistic", new LogisticRegression(LogisticRegression.Options.defaults()))
              .learner("majority", new MajorityClass(2))
              .evaluate(EvaluationMode.PER_BATCH, 50)
              .named("learning");
      learning.predictions().to("scored", scored);
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              batches.add(report);
            }
          });
      context.start();
      context.awaitTermination();

      Table learners = Table.of(learning);
      assertEquals(List.of("logistic", "majority"), learners.texts("learner"));
      assertArrayEquals(new double[] {100, 100}, learners.numbers("rows learned"));
      assertTrue(learners.numbers("rocAuc")[0] > 0.9);
      assertEquals(
          learners.numbers("logLoss")[0],
          Table.of(learning.report().learner("logistic"))
              .where("figure", "logLoss"::equals)
              .numbers("all rows")[0]);
      Table weights = Table.of(learning.predictor("logistic"));
      assertEquals(2, weights.rows());
      assertTrue(weights.texts("name").containsAll(List.of("x", "intercept")));
      Table confusion = Table.of(learning.report().learner("logistic").confusion().orElseThrow());
      assertEquals(List.of("class", "taken for 0", "taken for 1"), confusion.columns());
    }
    assertEquals(List.of("value\n    0/40", " value\n0.7143/40", " value\n0.4286/20"), shown);
    assertEquals(List.of("row", "logistic", "majority", "label"), Table.of(scored).columns());
    assertEquals(100, Table.of(scored).rows());
    assertArrayEquals(new double[] {40, 40, 20}, Table.of(batches).numbers("records"));
    Table read = Table.csv(directory.resolve("payments"));
    assertEquals(100, read.rows());
    assertEquals(3 / 7.0, read.numbers("amount")[3]);
  }

  @Test
  void shouldJudgeColumnsByAllFilesOfADirectory(@TempDir Path directory) throws Exception {
    Path files = Files.createDirectories(directory.resolve("parts"));
    Files.writeString(files.resolve("0.csv"), "level,code,none\n,1,\n");
    Files.writeString(files.resolve("1.csv"), "level,code,none\n-2.5e3,x7,\n7,3,\n");
    Table table = Table.csv(files);
    assertArrayEquals(new double[] {Double.NaN, -2500, 7}, table.numbers("level"));
    assertArrayEquals(
        new double[] {7, -2500, Double.NaN}, table.descending("level").numbers("level"));
    assertEquals(1, table.where("level", level -> (double) level > 0).rows());
    assertEquals(List.of("1", "x7", "3"), table.texts("code"));
    assertEquals(List.of("", "", ""), table.texts("none"));
  }
}
