package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.optim.CumulativePenalty;
import dev.millrace.ml.optim.WeightUpdate;

/** Weights and intercept of one class, and what optimizer and penalty remember of them. */
final class ClassWeights {
  final double[] weights;
  final WeightUpdate update;
  final CumulativePenalty penalty;
  double intercept;

  ClassWeights(SoftmaxRegression.Options options, int features) {
    weights = new double[features];
    update = options.optimizer().start(features);
    penalty = new CumulativePenalty(options.regularization().l1(), features);
  }

  void save(StateWriter out) {
    out.put("intercept", intercept).put("weights", weights).put("optimizer", update::save);
    if (penalty.active()) {
      out.put("penalty", penalty::save);
    }
  }

  void restore(StateReader in) {
    intercept = in.getDouble("intercept");
    System.arraycopy(in.getDoubles("weights", weights.length), 0, weights, 0, weights.length);
    update.restore(in.get("optimizer"));
    if (penalty.active() && in.has("penalty")) {
      penalty.restore(in.get("penalty"));
    }
  }
}
