package dev.millrace.ml.linear;

import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;

/**
 * What gradient learners have in common.
 *
 * @param interceptLearningRate of the first step; later ones follow the optimizer's schedule
 * @param negativeWeight factor of the gradient of rows labelled 0 of a logistic loss
 * @param positiveWeight factor of the gradient of rows labelled 1 of a logistic loss
 */
record DescentOptions(
    Loss loss,
    Optimizer optimizer,
    double interceptLearningRate,
    Regularization regularization,
    Preprocessing preprocessing,
    double negativeWeight,
    double positiveWeight) {
  boolean logistic() {
    return loss instanceof Loss.Logistic;
  }
}
