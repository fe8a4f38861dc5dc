package dev.millrace.benchmarks.spark;

import java.util.List;

/**
 * What came of working off a load once.
 *
 * @param times of the measured batches, in order
 * @param answer what was computed
 */
record Run<A>(List<BatchTime> times, A answer) {
  /**
   * What one batch took, in milliseconds.
   *
   * @param processing from its first task to its last
   * @param whole with all that goes before: Spark Streaming from the tick of its timer on, Millrace
   *     from asking the sources until the batch is committed
   */
  record BatchTime(double processing, double whole) {}

  /** Rows a second while batches were processed. */
  double rowsPerSecond(int rows) {
    return times.size() * rows * 1e3 / times.stream().mapToDouble(BatchTime::processing).sum();
  }
}
