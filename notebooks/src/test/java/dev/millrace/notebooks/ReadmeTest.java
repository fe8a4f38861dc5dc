package dev.millrace.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.stocks.StocksPipeline;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void shouldDoWhatTheReadmeShows() throws Exception {
    ExampleRun run = StocksPipeline.run();
    System.out.println(run.summary());
    double[] error = run.curve("linear-regression", "mae"); // over the last rows, after each batch
    double[] net = run.output("trading").numbers("net");
    assertEquals(3_392, run.summary().rows());
    assertTrue(error[error.length - 1] > 0);
    assertTrue(net.length > 0);
  }
}
