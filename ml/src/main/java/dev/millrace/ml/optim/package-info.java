/**
 * What gradient learners are put together from: a {@link dev.millrace.ml.optim.Loss}, an {@link
 * dev.millrace.ml.optim.Optimizer} with its {@link dev.millrace.ml.optim.LearningRate}, and a
 * {@link dev.millrace.ml.optim.Regularization}. All four are immutable hyper-parameters; what an
 * optimizer remembers between rows is its {@link dev.millrace.ml.optim.WeightUpdate}.
 */
package dev.millrace.ml.optim;
