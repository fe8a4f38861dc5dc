package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Model;
import dev.millrace.ml.metric.Metrics;
import dev.millrace.ml.metric.SlidingMetrics;

/** The figures of one learner, over all rows and over the last. */
public final class Scoreboard {
  private final Metrics total;
  private final SlidingMetrics window;

  Scoreboard(Model model, int rows) {
    this.total = Metrics.of(model);
    this.window = new SlidingMetrics(total, model.outputs(), rows);
  }

  void add(double label, double[] outputs, int offset, int decided) {
    total.add(label, outputs, offset, decided);
    window.add(label, outputs, offset, decided);
  }

  /** A snapshot of the figures over all rows. */
  public Metrics total() {
    return total.snapshot();
  }

  /** A snapshot of those over the last rows. */
  public SlidingMetrics window() {
    return window.snapshot();
  }

  void save(StateWriter out) {
    out.put("total", total::save).put("window", window::save);
  }

  void restore(StateReader in) {
    total.restore(in.get("total"));
    window.restore(in.get("window"));
  }
}
