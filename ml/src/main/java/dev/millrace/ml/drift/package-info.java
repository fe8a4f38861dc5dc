/**
 * Drift: a change in the distribution that a model was trained on. A {@link
 * dev.millrace.ml.drift.DriftDetector} watches a sequence of numbers, {@link
 * dev.millrace.ml.drift.DriftStream} has it watch a stream. {@link
 * dev.millrace.ml.drift.PageHinkley} finds a rise of the mean soonest, {@link
 * dev.millrace.ml.drift.Adwin} a change in either direction, without a threshold in the unit of the
 * numbers.
 */
package dev.millrace.ml.drift;
