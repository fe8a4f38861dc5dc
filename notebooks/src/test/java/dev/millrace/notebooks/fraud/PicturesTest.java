package dev.millrace.notebooks.fraud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.notebooks.ShippedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @TempDir Path output;

  /** The page's part of it is tested where the page is. */
  @Test
  void shouldBeOfTheLearnersThatTheDashboardsPicturesShow() throws Exception {
    List<String> taken = Files.readAllLines(Path.of("..", "connectors", "http", "dashboard.txt"));
    try (StreamingContext context = StreamingContext.create(StreamingConfig.named("fraud"))) {
      FraudPipeline demo =
          new FraudPipeline(context, ShippedData.file("card-transactions.csv.gz"), output);
      assertEquals(
          taken.get(taken.size() - 1),
          demo.learning().stream()
              .flatMap(
                  stream ->
                      stream.predictors().keySet().stream()
                          .map(name -> name + " of " + stream.name()))
              .collect(Collectors.joining(" | ", "learners: ", "")),
          "the pictures are of an earlier demo: run .ci/pictures");
    }
  }
}
