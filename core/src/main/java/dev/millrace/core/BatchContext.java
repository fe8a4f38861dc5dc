package dev.millrace.core;

import dev.millrace.core.engine.Engine;
import dev.millrace.core.source.DeadLetter;

/** What code that handles whole batches, on the driver's thread, may know and report. */
public interface BatchContext {
  BatchInfo info();

  /**
   * Whether the pipeline cannot keep up, and less is to be done with this batch: results that
   * others wait for, but no learning. See {@link DegradePolicy}; a batch that is redone says the
   * same.
   */
  boolean isDegraded();

  /** Makes batches: {@code engine().of(…)}. */
  Engine engine();

  /** Puts a record aside, to the dead-letter sink. */
  void reject(DeadLetter letter);
}
