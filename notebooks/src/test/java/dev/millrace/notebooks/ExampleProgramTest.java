package dev.millrace.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.stocks.StocksPipeline;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a notebook gets to see of a run. */
class ExampleProgramTest {
  private static ExampleRun run;

  @BeforeAll
  static void run() throws Exception {
    run = StocksPipeline.run();
  }

  @Test
  void shouldNoteHowEveryLearnerDidAfterEveryBatch() {
    double[] errors = run.curve("linear-regression", "mae");
    assertEquals(34, errors.length); // 3,394 bars, 100 to a batch
    Summary.Learner learner = run.summary().learners().get(0);
    assertEquals("linear-regression", learner.name());
    List<ExampleRun.Point> points =
        run.points().stream().filter(p -> p.learner().equals(learner.name())).toList();
    ExampleRun.Point last = points.get(points.size() - 1);
    assertEquals(33, last.batch());
    assertEquals(run.summary().rows(), last.rows());
    assertEquals(learner.metrics().get("mae"), last.cumulative().get("mae"));
    assertEquals(last.sliding().get("mae"), errors[33]);
  }

  @Test
  void shouldGiveWhatWasWrittenByColumns() {
    Table predictions = run.output("predictions");
    assertEquals(run.summary().rows(), predictions.rows().size());
    double[] came = predictions.numbers("nextReturn");
    double[] said = predictions.numbers("forecast");
    double sum = 0;
    for (int i = 0; i < came.length; i++) {
      sum += Math.abs(came[i] - said[i]);
    }
    double mae = run.summary().learners().get(0).metrics().get("mae");
    assertEquals(mae, sum / came.length, 1e-9);
    assertEquals(List.of("AAPL", "GOOG"), predictions.texts("symbol").stream().distinct().toList());
    assertTrue(run.output("dead-letters").rows().isEmpty());
  }

  @Test
  void shouldSayWhatThereIs() {
    assertFalse(DoubleStream.of(run.curve("last-value", "mae")).allMatch(Double::isNaN));
    assertThrows(IllegalArgumentException.class, () -> run.curve("nobody", "mae"));
    assertThrows(IllegalArgumentException.class, () -> run.curve("last-value", "rocAuc"));
    assertThrows(IllegalArgumentException.class, () -> run.output("predictons"));
    assertThrows(
        IllegalArgumentException.class, () -> run.output("predictions").numbers("prediction"));
    assertThrows(NumberFormatException.class, () -> run.output("predictions").numbers("timestamp"));
  }
}
