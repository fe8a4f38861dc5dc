/**
 * Prequential evaluation: every row is first predicted, then learned from. {@link
 * dev.millrace.ml.evaluate.PrequentialEvaluation} does so over blocks at hand; inside a pipeline it
 * is a part of {@link dev.millrace.ml.stream.LearningStream}.
 */
package dev.millrace.ml.evaluate;
