/**
 * Linear learners: a prediction is weights times features plus an intercept.
 *
 * <p>Semantics of a row, for the learners that descend a gradient. Predict: with weights and
 * preprocessing as they were before the row. Learn: the preprocessing learns from the row and
 * transforms it to z; g is the derivative of the loss by the prediction at the current weights,
 * times the row's weight, kept within ±1e12; the intercept is stepped by its own rate times g; the
 * weights are stepped by the optimizer with the gradient {@code g z}. Rows without a label are
 * predicted and otherwise skipped. A prediction that is not finite, because a feature is NaN or the
 * descent diverges, is a {@link dev.millrace.ml.LearnerException} that names the row; a learner
 * that threw one is not to be used any further.
 *
 * <p>A learner's first block decides how many features there are and whether rows are sparse; later
 * blocks of the other layout are converted. A model of a learner that has seen no row takes rows of
 * any width and predicts from weights of 0.
 */
package dev.millrace.ml.linear;
