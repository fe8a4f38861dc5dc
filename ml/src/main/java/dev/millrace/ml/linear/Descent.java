package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.optim.CumulativePenalty;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.WeightUpdate;

/**
 * The state of a gradient learner that knows its width: weights, intercept and what optimizer,
 * penalty and preprocessing remember. One subclass per layout of rows.
 */
abstract class Descent {
  /** Gradients beyond this are cut, so that one absurd label cannot make the weights infinite. */
  private static final double MAX_GRADIENT = 1e12;

  final double[] weights;
  final WeightUpdate update;
  final CumulativePenalty penalty;
  final double l2;
  private final boolean logistic;
  private final Loss loss;
  private final double interceptRate;
  private final double negativeWeight;
  private final double positiveWeight;
  double intercept;
  long steps;
  long rows;

  Descent(DescentOptions options, int features) {
    this.logistic = options.logistic();
    this.loss = options.loss();
    this.interceptRate = options.interceptLearningRate();
    this.negativeWeight = options.negativeWeight();
    this.positiveWeight = options.positiveWeight();
    this.weights = new double[features];
    this.update = options.optimizer().start(features);
    this.penalty = new CumulativePenalty(options.regularization().l1(), features);
    this.l2 = options.regularization().l2();
  }

  static Descent of(DescentOptions options, int features, boolean sparse) {
    return sparse ? new SparseDescent(options, features) : new DenseDescent(options, features);
  }

  static Descent of(DescentOptions options, InstanceBlock block) {
    return of(options, block.features(), block instanceof SparseBlock);
  }

  abstract boolean sparse();

  /** Learns row by row. */
  abstract void learn(InstanceBlock block);

  /** Predicts and then learns, row by row. */
  abstract void testThenTrain(InstanceBlock block, double[] out);

  /** An empty sum of gradients over rows of this layout. */
  abstract GradientSum.Part part();

  /** Adds the gradients of a block's rows at the current weights; does not modify this. */
  abstract void accumulate(GradientSum.Part part, InstanceBlock block);

  /** Takes one step along the mean gradient, then learns the batch's preprocessing. */
  abstract void apply(GradientSum.Part part);

  abstract LinearScorer scorer();

  abstract void savePreprocessing(StateWriter out);

  abstract void restorePreprocessing(StateReader in);

  /** What is told of a row with this score. */
  final double output(double score) {
    return logistic ? Loss.Logistic.sigmoid(score) : score;
  }

  /**
   * The loss's derivative at a finite score, weighted and cut.
   *
   * @param output of the score
   */
  final double gradient(double score, double output, double label, double weight, int row) {
    double g =
        logistic
            ? (output - label) * weight * classWeight(label, row)
            : loss.gradient(score, label) * weight;
    return cut(g);
  }

  /** A derivative of the loss within what weights are stepped by. */
  static double cut(double g) {
    return Math.max(-MAX_GRADIENT, Math.min(MAX_GRADIENT, g));
  }

  private double classWeight(double label, int row) {
    if (label == 0) {
      return negativeWeight;
    }
    if (label != 1) {
      throw new LearnerException(
          "row " + row + " of the block: expected class 0 or 1 as label, got " + label);
    }
    return positiveWeight;
  }

  /** Steps the intercept by its own rate. */
  final void stepIntercept(double g) {
    intercept -= interceptRate * update.shape(steps) * g;
  }

  /** One step along the mean gradient of a batch. */
  final void stepMean(GradientSum.Part part) {
    double share = 1 / part.weight;
    stepIntercept(part.intercept * share);
    update.dense(weights, share, part.gradient, 0, l2, steps);
    if (penalty.active()) {
      penalty.dense(weights, update.rate(steps));
    }
    steps++;
    rows += part.rows;
  }

  /** Says why a score is not finite: a feature of the row, or else the weights. */
  final LearnerException notFinite(int row, double[] values, int from, int count) {
    return NotFinite.score(row, values, from, count, rows);
  }

  /** A copy of the weights, checked to be finite. */
  final double[] finiteWeights() {
    return NotFinite.checkedCopy(weights, intercept, rows);
  }

  final void save(StateWriter out) {
    out.put("layout", sparse() ? "sparse" : "dense")
        .put("rows", rows)
        .put("steps", steps)
        .put("intercept", intercept)
        .put("weights", weights)
        .put("optimizer", update::save)
        .put("preprocessing", this::savePreprocessing);
    if (penalty.active()) {
      out.put("penalty", penalty::save);
    }
  }

  static Descent restored(DescentOptions options, StateReader in) {
    double[] weights = in.getDoubles("weights");
    Descent descent = of(options, weights.length, in.getString("layout").equals("sparse"));
    System.arraycopy(weights, 0, descent.weights, 0, weights.length);
    descent.intercept = in.getDouble("intercept");
    descent.rows = in.getLong("rows");
    descent.steps = in.getLong("steps");
    descent.update.restore(in.get("optimizer"));
    descent.restorePreprocessing(in.get("preprocessing"));
    if (descent.penalty.active() && in.has("penalty")) {
      descent.penalty.restore(in.get("penalty"));
    }
    return descent;
  }
}
