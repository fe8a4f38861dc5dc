package dev.millrace.ml.testing;

import dev.millrace.core.testing.Check;
import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.Learner;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What a learner of {@link AdditiveModel}s must keep to besides. */
final class AdditiveConformance {
  private static final double TOLERANCE = 1e-9;

  private final Supplier<? extends Learner<?>> learners;
  private final RandomRows rows;

  AdditiveConformance(Supplier<? extends Learner<?>> learners, RandomRows rows) {
    this.learners = learners;
    this.rows = rows;
  }

  List<Check> checks() {
    return List.of(
        new Check("what the features add comes to the score", this::sums),
        new Check("an output that there is not is refused", this::noSuchOutput));
  }

  private AdditiveModel learned() {
    Learner<?> learner = learners.get();
    rows.inBlocksOf(50).forEach(learner::learn);
    return (AdditiveModel) learner.model();
  }

  private void sums() {
    AdditiveModel model = learned();
    double[] predicted = new double[model.outputs()];
    for (int row = 0; row < rows.probe().rows(); row++) {
      double[] x = rows.denseRow(row);
      model.predict(x, 0, predicted);
      double[] told = predicted(model, scores(model, x));
      for (int k = 0; k < told.length; k++) {
        Asserts.that(
            Math.abs(told[k] - predicted[k]) <= TOLERANCE * Math.max(1, Math.abs(predicted[k])),
            "row "
                + row
                + ", output "
                + k
                + ": predicts "
                + predicted[k]
                + ", adds up to "
                + told[k]);
      }
    }
  }

  private static double[] scores(AdditiveModel model, double[] x) {
    double[] added = new double[model.features()];
    double[] scores = new double[model.outputs()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = model.contributions(k, x, 0, added) + Arrays.stream(added).sum();
    }
    return scores;
  }

  /** The outputs that have these scores behind them, by the definitions. */
  private static double[] predicted(AdditiveModel model, double[] scores) {
    if (!(model instanceof Classifier)) {
      return scores;
    }
    if (scores.length == 1) {
      return new double[] {1 / (1 + Math.exp(-scores[0]))};
    }
    Asserts.that(
        Math.abs(Arrays.stream(scores).sum()) <= TOLERANCE * scores.length,
        "scores are not about their mean: " + Arrays.toString(scores));
    double all = Arrays.stream(scores).map(Math::exp).sum();
    return Arrays.stream(scores).map(score -> Math.exp(score) / all).toArray();
  }

  private void noSuchOutput() {
    AdditiveModel model = learned();
    for (int output : new int[] {-1, model.outputs()}) {
      try {
        model.contributions(output, rows.denseRow(0), 0, new double[model.features()]);
      } catch (IndexOutOfBoundsException e) {
        continue;
      }
      throw new AssertionError("output " + output + " of " + model.outputs() + " was explained");
    }
  }
}
