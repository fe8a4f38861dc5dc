package dev.millrace.ml.internal.prequential;

import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.linear.DecisionThreshold;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is done with every learner.
 *
 * @param perRow whether a row is predicted with what was learned from all rows before it, or else
 *     with the model of the batch before
 * @param window how many rows the sliding figures cover; empty to keep no figures
 * @param threshold costs to decide by; empty to decide at 0.5
 * @param budget how large a learner may become
 * @param keepsOutputs whether what was predicted is handed on, and so gets arrays of its own
 */
public record TrackOptions(
    boolean perRow,
    OptionalInt window,
    Optional<DecisionThreshold.Options> threshold,
    LearnerBudget budget,
    boolean keepsOutputs) {
  boolean predicts() {
    return window.isPresent() || threshold.isPresent() || keepsOutputs;
  }
}
