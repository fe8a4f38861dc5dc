/**
 * How good predictions are. A {@link dev.millrace.ml.metric.Metrics} takes row after row and
 * computes all figures of its kind from counters that they share; {@link
 * dev.millrace.ml.metric.SlidingMetrics} does so over the last rows only.
 *
 * <p>Every row counts once, whatever its weight. A figure that the rows do not define, for instance
 * a ROC AUC where only one class has come, is NaN; precision, recall and F1 are 0 where there is
 * nothing to divide by.
 */
package dev.millrace.ml.metric;
