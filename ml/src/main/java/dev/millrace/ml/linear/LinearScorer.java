package dev.millrace.ml.linear;

import dev.millrace.ml.LearnerException;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * What a linear model knows: weights of preprocessed features, and an intercept. Immutable. The
 * score of a row is the weights times the row, plus the intercept.
 */
abstract class LinearScorer {
  final double[] weights;
  final double intercept;

  /** Keeps the weights, which nobody else may change. */
  LinearScorer(double[] weights, double intercept) {
    this.weights = weights;
    this.intercept = intercept;
  }

  /** The score of a dense row; allocates nothing. */
  abstract double score(double[] x, int at);

  /** Weight times preprocessed value of each feature of a dense row. */
  abstract void contributions(double[] x, int at, double[] out);

  /** The scores of a block of the right width, from {@code out[at]} on every {@code stride}. */
  abstract void scores(InstanceBlock block, double[] out, int at, int stride);

  /** The scores of a block of the right width. */
  final void scores(InstanceBlock block, double[] out) {
    scores(block, out, 0, 1);
  }

  /** The same scores as weights of features in their own units. */
  abstract UnscaledWeights unscaled();

  /** Refuses rows of another width than the model's. */
  void checkWidth(int features) {
    Blocks.checkWidth("linear model", weights.length, features);
  }

  final void describe(List<String> names, ObjDoubleConsumer<String> out) {
    out.accept("intercept", intercept);
    if (weights.length > 0) {
      checkWidth(names.size());
    }
    for (int j = 0; j < weights.length; j++) {
      out.accept(names.get(j), weights[j]);
    }
  }

  /** The score, unless the row's features are so absurd that it is not a number. */
  static double finite(double score) {
    if (!(Math.abs(score) <= Double.MAX_VALUE)) {
      throw new LearnerException(
          "linear model: prediction is "
              + score
              + "; a feature of the row is NaN or absurdly large");
    }
    return score;
  }
}
