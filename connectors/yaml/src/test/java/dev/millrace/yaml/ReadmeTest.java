package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingContext;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.yaml.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  @TempDir Path directory;

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** Compiled, and compared with the README; what it does is done by the next test. */
  static void shown() throws Exception {
    PipelineFile file = PipelineFile.read(Path.of("pipeline.yaml")).with("trigger", "availableNow");
    try (StreamingContext context = StreamingContext.create(file.config())) {
      DeclaredPipeline pipeline = file.describe(context);
      context.start();
      context.awaitTermination();
      System.out.println(pipeline.learning().orElseThrow().report());
    }
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
  }

  @Test
  void shouldCompileWhatTheReadmeShows() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/millrace/yaml/ReadmeTest.java"));
    assertTrue(flat(source).contains(flat(blocks("java").get(0))));
  }

  @Test
  void shouldRunThePipelineOfTheReadme() throws Exception {
    StringBuilder csv = new StringBuilder("card,channel,amount,verdict\n");
    for (int i = 0; i < 1_200; i++) {
      boolean fraud = i % 10 == 3;
      csv.append("c").append(i % 7).append(fraud ? ",web," : ",shop,");
      csv.append(fraud ? 100 + i % 9 : 10 + i % 9).append(fraud ? ",fraud\n" : ",honest\n");
    }
    Files.writeString(directory.resolve("payments.csv"), csv);
    String yaml =
        blocks("yaml")
            .get(0)
            .replace("path: payments.csv", "path: '" + directory.resolve("payments.csv") + "'")
            .replace("state/", directory + "/");
    PipelineFile file = PipelineFile.of(Document.of("readme.yaml", yaml));
    try (StreamingContext context = StreamingContext.create(file.config())) {
      DeclaredPipeline pipeline = file.describe(context);
      context.start();
      context.awaitTermination();
      assertEquals(1_200, pipeline.learning().orElseThrow().report().rows());
    }
    String suspects = Files.readString(directory.resolve("suspects/batch-000000000002.csv"));
    assertTrue(
        suspects.startsWith("card,channel,amount,verdict,prediction,score,modelVersion\n"),
        suspects);
    assertTrue(suspects.contains(",fraud,fraud,"), suspects);
  }

  @Test
  void shouldRunThePipelineWhoseLabelsComeLater() throws Exception {
    StringBuilder payments = new StringBuilder("payment,card,at,amount\n");
    StringBuilder chargebacks = new StringBuilder("payment,reported\n");
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 1_500; i++) {
      boolean fraud = i % 9 == 4;
      Instant at = begin.plus(Duration.ofHours(2L * i));
      int amount = (fraud ? 300 : 20) + i % 7;
      payments.append("p%d,c%d,%s,%d%n".formatted(i, i % 11, at, amount));
      if (fraud) {
        chargebacks.append("p%d,%s%n".formatted(i, at.plus(Duration.ofDays(9))));
      }
    }
    Files.writeString(directory.resolve("payments.csv"), payments);
    Files.writeString(directory.resolve("chargebacks.csv"), chargebacks);
    String yaml =
        blocks("yaml")
            .get(1)
            .replace(": payments.csv", ": '" + directory.resolve("payments.csv") + "'")
            .replace(": chargebacks.csv", ": '" + directory.resolve("chargebacks.csv") + "'")
            .replace("state/", directory + "/");
    PipelineFile file =
        PipelineFile.of(Document.of("readme.yaml", yaml)).with("batch.maxRecords", "100");
    try (StreamingContext context = StreamingContext.create(file.config())) {
      DeclaredPipeline pipeline = file.describe(context);
      context.start();
      context.awaitTermination();
      LabelReport labels = pipeline.learning().orElseThrow().report().labels();
      assertEquals(1_500, labels.rows());
      assertEquals(0, labels.unknown() + labels.late());
      assertEquals(Duration.ofDays(9), labels.latency().max());
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("fraud.db"));
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select sum(amount >= 300), sum(amount < 300) from suspects"
                    + " where modelVersion >= 8")) {
      assertTrue(found.next() && found.getInt(1) > 50, found.getInt(1) + " suspects");
      assertTrue(found.getInt(2) < 5, found.getInt(2) + " honest ones");
    }
  }
}
