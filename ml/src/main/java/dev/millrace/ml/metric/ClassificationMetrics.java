package dev.millrace.ml.metric;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code accuracy}, {@code balancedAccuracy}, {@code kappa}, {@code kappaTemporal}, {@code
 * precision}, {@code recall}, {@code f1}; of probabilities {@code logLoss} and {@code brier}; of
 * two classes {@code rocAuc} and {@code prAuc}.
 *
 * <p>Kappa temporal compares with predicting the label of the row before (Žliobaitė et al. 2015,
 * "Evaluation methods and decision theory for classification of streaming data with temporal
 * dependence"); the very first row counts as missed by that. Log loss holds probabilities at least
 * 1e-15 away from 0 and 1. The Brier score of two classes is the mean of (p − y)², of more the mean
 * of its sum over the classes. ROC AUC and PR AUC rank by 16,385 bins of the score, 256 to each
 * octave of the odds; {@link #rocAucErrorBound} says what that may cost.
 */
public final class ClassificationMetrics extends Metrics {
  private static final long serialVersionUID = 1L;

  private static final double CLIP = 1e-15;

  private final int classes;
  private final boolean probabilistic;
  private ConfusionMatrix matrix;
  private ScoreBins bins = new ScoreBins();
  private double logLossSum;
  private double brierSum;
  private long persistentHits;
  private double first = Double.NaN;
  private double previous = Double.NaN;

  /**
   * @param classes at least two
   * @param probabilistic whether outputs are probabilities
   */
  public ClassificationMetrics(int classes, boolean probabilistic) {
    this.classes = classes;
    this.probabilistic = probabilistic;
    this.matrix = new ConfusionMatrix(classes);
  }

  @Override
  public void add(double label, double[] outputs, int offset, int decided) {
    if (Double.isNaN(label)) {
      return;
    }
    int actual = (int) label;
    matrix.add(actual, decided);
    if (label == previous) {
      persistentHits++;
    }
    if (Double.isNaN(first)) {
      first = label;
    }
    previous = label;
    if (classes == 2) {
      bins.add(outputs[offset], actual == 1);
    }
    if (probabilistic) {
      addProbabilities(actual, outputs, offset);
    }
  }

  private void addProbabilities(int actual, double[] outputs, int offset) {
    if (classes == 2) {
      double p = outputs[offset];
      logLossSum -= Math.log(clip(actual == 1 ? p : 1 - p));
      brierSum += (p - actual) * (p - actual);
      return;
    }
    logLossSum -= Math.log(clip(outputs[offset + actual]));
    for (int k = 0; k < classes; k++) {
      double miss = outputs[offset + k] - (k == actual ? 1 : 0);
      brierSum += miss * miss;
    }
  }

  private static double clip(double p) {
    return Math.max(CLIP, Math.min(1 - CLIP, p));
  }

  @Override
  public void merge(Metrics later) {
    if (!(later instanceof ClassificationMetrics other)
        || other.classes != classes
        || other.probabilistic != probabilistic) {
      throw otherKind(later);
    }
    if (other.rows() == 0) {
      return;
    }
    matrix.merge(other.matrix);
    bins.merge(other.bins);
    logLossSum += other.logLossSum;
    brierSum += other.brierSum;
    persistentHits += other.persistentHits + (other.first == previous ? 1 : 0);
    first = Double.isNaN(first) ? other.first : first;
    previous = other.previous;
  }

  @Override
  public ClassificationMetrics fresh() {
    return new ClassificationMetrics(classes, probabilistic);
  }

  @Override
  public ClassificationMetrics snapshot() {
    ClassificationMetrics copy = fresh();
    copy.matrix = matrix.copy();
    copy.bins = bins.snapshot();
    copy.logLossSum = logLossSum;
    copy.brierSum = brierSum;
    copy.persistentHits = persistentHits;
    copy.first = first;
    copy.previous = previous;
    return copy;
  }

  @Override
  public long rows() {
    return matrix.rows();
  }

  /** The counts behind the figures, as they are now. */
  public ConfusionMatrix confusion() {
    return matrix.copy();
  }

  /**
   * How far {@code rocAuc} may be from that of the exact scores; empty for more than two classes.
   */
  public Optional<Double> rocAucErrorBound() {
    return classes == 2 ? Optional.of(bins.rocAucErrorBound()) : Optional.empty();
  }

  /**
   * How the scores are spread; empty for more than two classes.
   *
   * @param bins how many, from 1 on
   */
  public Optional<ScoreDistribution> scores(int bins) {
    return classes == 2 ? Optional.of(this.bins.distribution(bins)) : Optional.empty();
  }

  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("accuracy", matrix.accuracy());
    values.put("balancedAccuracy", matrix.balancedAccuracy());
    values.put("kappa", matrix.kappa());
    values.put("kappaTemporal", matrix.against((double) persistentHits / rows()));
    values.put("precision", matrix.precision());
    values.put("recall", matrix.recall());
    values.put("f1", matrix.f1());
    if (probabilistic) {
      values.put("logLoss", logLossSum / rows());
      values.put("brier", brierSum / rows());
    }
    if (classes == 2) {
      values.put("rocAuc", bins.rocAuc());
      values.put("prAuc", bins.prAuc());
    }
    return Collections.unmodifiableMap(values);
  }

  @Override
  public void save(StateWriter out) {
    out.put("kind", "classification")
        .put("classes", classes)
        .put("matrix", matrix.counts())
        .put("sums", new double[] {logLossSum, brierSum, first, previous})
        .put("persistentHits", persistentHits)
        .put("scores", bins::save);
  }

  @Override
  public void restore(StateReader in) {
    if (!in.getString("kind").equals("classification") || in.getLong("classes") != classes) {
      throw new CheckpointException(
          "state of '" + in.part() + "' is not of a classification into " + classes + " classes");
    }
    long[] counts = in.getLongs("matrix");
    if (counts.length != classes * classes) {
      throw new CheckpointException("state of '" + in.part() + "': matrix of " + counts.length);
    }
    matrix = new ConfusionMatrix(classes, counts);
    double[] sums = in.getDoubles("sums", 4);
    logLossSum = sums[0];
    brierSum = sums[1];
    first = sums[2];
    previous = sums[3];
    persistentHits = in.getLong("persistentHits");
    bins = ScoreBins.restored(in.get("scores"));
  }

  @Override
  boolean needsLabel() {
    return true;
  }

  @Override
  void precededBy(double label) {
    previous = label;
  }
}
