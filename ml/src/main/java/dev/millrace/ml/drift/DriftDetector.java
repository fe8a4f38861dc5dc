package dev.millrace.ml.drift;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * Signals a change in the distribution of a sequence of numbers: the errors of a model, a feature.
 * Constant memory and time for each number, no allocation. Equal sequences give equal signals and
 * equal bytes, however they are cut into batches. Not thread-safe. One of your own is checked by
 * {@link dev.millrace.ml.testing.DriftDetectorConformance}.
 */
public interface DriftDetector {
  /**
   * Takes the next number.
   *
   * @param value finite
   * @return whether the numbers have changed; those from before then count no more
   */
  boolean update(double value);

  /**
   * What it compared with its limit when it last looked; 0 before the first number and after a
   * signal.
   */
  double statistic();

  /** Writes everything needed to go on. */
  void save(StateWriter out);

  /** Takes over what {@link #save} wrote. */
  void restore(StateReader in);
}
