package dev.millrace.notebooks;

import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.stream.LearningStream;
import java.util.ArrayList;
import java.util.List;

/** Notes after every batch how the learners of an example have done. */
final class ExampleHistory implements StreamingListener {
  private final Example example;
  private final List<ExampleRun.Point> points = new ArrayList<>();

  ExampleHistory(Example example) {
    this.example = example;
  }

  @Override
  public synchronized void onBatch(BatchReport batch) {
    for (LearningStream<?> learning : example.learning()) {
      PrequentialReport report = learning.report();
      for (LearnerReport learner : report.learners()) {
        points.add(
            new ExampleRun.Point(
                batch.batchId(),
                report.rows(),
                learner.name(),
                learner.cumulative(),
                learner.sliding()));
      }
    }
  }

  synchronized List<ExampleRun.Point> points() {
    return List.copyOf(points);
  }
}
