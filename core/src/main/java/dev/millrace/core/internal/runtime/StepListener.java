package dev.millrace.core.internal.runtime;

import dev.millrace.core.observe.BatchStep;

/** Is told before the process takes a step that a crash could separate from the next one. */
@FunctionalInterface
public interface StepListener {
  /** May end the process, or throw a {@link SimulatedCrash}. */
  void at(BatchStep step, long batchId);

  /** Does nothing. */
  static StepListener none() {
    return (step, batchId) -> {};
  }
}
