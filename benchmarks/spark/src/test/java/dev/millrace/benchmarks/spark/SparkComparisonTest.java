package dev.millrace.benchmarks.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkComparisonTest {
  @Test
  void shouldRunEveryScenarioThatNeedsNoCluster() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    SparkComparison.run(
        List.of("learning", "passes", "words", "state", "overhead", "keys", "width"),
        new Scenarios(Effort.least(), out));
    String printed = bytes.toString(StandardCharsets.UTF_8);
    List<String> learned =
        printed
            .lines()
            .filter(line -> line.matches(".*(accuracy|error|distance).*"))
            .filter(line -> line.split("\\|", -1).length == 9)
            .toList();
    assertEquals(LearningTask.values().length, learned.size(), printed);
    for (String line : learned) {
      String[] cells = line.split("\\|", -1);
      double difference = Double.parseDouble(cells[cells.length - 2].strip());
      assertTrue(difference < 1e-9, line);
    }
  }
}
