package dev.millrace.ml.alert;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.metric.Metrics;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * A figure of a learner over its last rows, and rules that tell when it is no longer good enough.
 * Immutable.
 *
 * <pre>{@code
 * LearnerFigure auc = LearnerFigure.of("champion", "rocAuc").withRowsFirst(5_000);
 * Alerts quality =
 *     Alerts.on(learning.metrics())
 *         .rule("below the baseline", auc.behind("majority", 0.05).withClear(0.08))
 *         .rule("below its own past", auc.fallen(0.05, Duration.ofHours(24)))
 *         .named("fraud-quality");
 * }</pre>
 *
 * @param learner its name
 * @param metric the name of the figure; see the metric package
 * @param rowsFirst before so many rows have been scored the figure is of no account, not negative
 */
public record LearnerFigure(String learner, String metric, long rowsFirst) implements Serializable {
  public LearnerFigure {
    Objects.requireNonNull(learner, "learner");
    Objects.requireNonNull(metric, "metric");
    if (rowsFirst < 0) {
      throw new ConfigurationException(
          "rows before a figure counts must not be negative, got " + rowsFirst);
    }
  }

  /** From the first row on. */
  public static LearnerFigure of(String learner, String metric) {
    return new LearnerFigure(learner, metric, 0);
  }

  public LearnerFigure withRowsFirst(long value) {
    return new LearnerFigure(learner, metric, value);
  }

  /** Fires when the figure is {@code limit} or worse. */
  public AlertRule<PrequentialReport> worseThan(double limit) {
    return Metrics.isHigherBetter(metric)
        ? AlertRule.<PrequentialReport>below(this::value, limit)
        : AlertRule.<PrequentialReport>above(this::value, limit);
  }

  /**
   * Fires when the figure is not better by more than {@code lead} than that of another learner: a
   * baseline, or the champion. The level is by how much it is better, negative if it is worse.
   */
  public AlertRule<PrequentialReport> behind(String other, double lead) {
    LearnerFigure others = new LearnerFigure(other, metric, rowsFirst);
    return AlertRule.<PrequentialReport>below(
        report -> goodness(report) - others.goodness(report), lead);
  }

  /** Fires when the figure is {@code amount} or more worse than its best in the window. */
  public AlertRule<PrequentialReport> fallen(double amount, Duration window) {
    return AlertRule.<PrequentialReport>fallen(this::goodness, amount, window);
  }

  private double goodness(PrequentialReport report) {
    return Metrics.isHigherBetter(metric) ? value(report) : -value(report);
  }

  private double value(PrequentialReport report) {
    LearnerReport figures = report.learner(learner);
    if (figures.rowsScored() < Math.max(1, rowsFirst)) {
      return Double.NaN;
    }
    Double value = figures.sliding().get(metric);
    if (value == null) {
      throw new ConfigurationException(
          "learner '"
              + learner
              + "' has no figure '"
              + metric
              + "'; there are "
              + figures.sliding().keySet());
    }
    return value;
  }
}
