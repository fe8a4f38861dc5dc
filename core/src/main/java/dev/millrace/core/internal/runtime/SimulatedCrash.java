package dev.millrace.core.internal.runtime;

import dev.millrace.core.observe.BatchStep;

/**
 * The process is to be taken for killed: nothing is tidied up on the way out. An {@code Error}, so
 * that nobody takes it for a failure to be handled.
 */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  public SimulatedCrash(BatchStep step, long batchId) {
    super("crashed at " + step + " of batch " + batchId);
  }
}
