package dev.millrace.ml.metric;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.Clusterer;
import dev.millrace.ml.Model;
import dev.millrace.ml.ProbabilisticClassifier;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * Figures over rows that were predicted, updated row by row in constant time, without allocation.
 *
 * <pre>{@code
 * Metrics metrics = Metrics.of(model);
 * metrics.add(label, outputs, 0, Classifier.decide(outputs, 0, 2));
 * double f1 = metrics.values().get("f1");
 * }</pre>
 *
 * <p>Not thread-safe. Equal rows in equal order give equal bytes from {@link #save}.
 */
public abstract sealed class Metrics implements Serializable
    permits ClassificationMetrics, RegressionMetrics, ClusteringMetrics {
  private static final long serialVersionUID = 1L;
  private static final Set<String> SMALLER_IS_BETTER =
      Set.of("logLoss", "brier", "mae", "rmse", "wcss");

  /** The figures that fit a kind of model, over no rows. */
  public static Metrics of(Model model) {
    if (model instanceof Classifier classifier) {
      return new ClassificationMetrics(
          classifier.classes(), model instanceof ProbabilisticClassifier);
    }
    return model instanceof Clusterer ? new ClusteringMetrics() : new RegressionMetrics();
  }

  /**
   * Takes a row; one that has no label counts only where none is needed.
   *
   * @param label the number to be met or the index of the class; NaN for none
   * @param outputs what the model said, from {@code offset} on
   * @param decided the class that was decided for; ignored where there are no classes
   */
  public abstract void add(double label, double[] outputs, int offset, int decided);

  /**
   * Takes in the figures of the rows that came after these.
   *
   * @param later of the same kind; not modified
   * @throws IllegalArgumentException if it is of another kind
   */
  public abstract void merge(Metrics later);

  /** Figures of the same kind, over no rows. */
  public abstract Metrics fresh();

  /** The same figures in an object that later rows do not change. */
  public abstract Metrics snapshot();

  /** How many rows count. */
  public abstract long rows();

  /** Whether a figure is the better the larger it is; losses and errors are not. */
  public static boolean isHigherBetter(String name) {
    return !SMALLER_IS_BETTER.contains(name);
  }

  /** The figures by name, in a fixed order. */
  public abstract Map<String, Double> values();

  public abstract void save(StateWriter out);

  /** Takes over what {@link #save} wrote, in place of all rows so far. */
  public abstract void restore(StateReader in);

  /** Whether rows without a label count. */
  abstract boolean needsLabel();

  /** Says what the label was of the row before the first. */
  abstract void precededBy(double label);

  final IllegalArgumentException otherKind(Metrics other) {
    return new IllegalArgumentException(
        "cannot merge "
            + other.getClass().getSimpleName()
            + " into "
            + getClass().getSimpleName()
            + " of another kind");
  }
}
