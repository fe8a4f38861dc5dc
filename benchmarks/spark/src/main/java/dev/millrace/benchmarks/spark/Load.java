package dev.millrace.benchmarks.spark;

import java.time.Duration;

/**
 * How much one run works off.
 *
 * @param rows of a batch
 * @param partitions of a batch, and of a shuffle
 * @param warmUp batches before those that are measured
 * @param batches that are measured
 * @param interval at which Spark Streaming begins batches: long enough that none of them waits, so
 *     that its driver prepares the next one while nothing is measured
 */
record Load(int rows, int partitions, int warmUp, int batches, Duration interval) {
  static Load of(int rows, int warmUp, int batches) {
    int millis = rows <= 10_000 ? 250 : rows <= 100_000 ? 500 : 1_500;
    return new Load(rows, 2, warmUp, batches, Duration.ofMillis(millis));
  }

  Load withPartitions(int value) {
    return new Load(rows, value, warmUp, batches, interval);
  }

  int allBatches() {
    return warmUp + batches;
  }

  long allRows() {
    return (long) rows * allBatches();
  }
}
