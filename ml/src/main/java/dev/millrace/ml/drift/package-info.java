/**
 * Drift: a change in the distribution that a model was trained on. A {@link
 * dev.millrace.ml.drift.DriftDetector} watches a sequence of numbers, {@link
 * dev.millrace.ml.drift.DriftStream} has it watch a stream.
 */
package dev.millrace.ml.drift;
