package dev.millrace.benchmarks.spark;

import java.util.List;

/**
 * How much time is spent.
 *
 * @param repetitions of each run that count; one more goes before them
 * @param batchRows sizes of batches
 * @param passesRows size of batches with many passes over each
 * @param smallBatches how many batches of one row
 * @param keys sizes of state that are compared
 * @param moreKeys sizes of state by which the growth of costs is seen
 * @param updates rows of a batch that meets state
 * @param widths numbers of features of sparse rows
 * @param sparseRows of a batch
 * @param executors sizes of clusters
 * @param clusterRows of a batch on a cluster
 */
record Effort(
    int repetitions,
    List<Integer> batchRows,
    int passesRows,
    int smallBatches,
    long keys,
    List<Long> moreKeys,
    int updates,
    List<Integer> widths,
    int sparseRows,
    List<Integer> executors,
    int clusterRows) {
  static Effort full() {
    return new Effort(
        3,
        List.of(1_000, 10_000, 100_000, 1_000_000),
        10_000,
        60,
        1_000_000,
        List.of(10_000L, 100_000L, 1_000_000L, 10_000_000L),
        10_000,
        List.of(10, 1_000, 100_000, 1_000_000),
        100_000,
        List.of(1, 2, 4),
        200_000);
  }

  /** Shows in seconds that everything works. */
  static Effort least() {
    return new Effort(
        1,
        List.of(200),
        50,
        2,
        1_000,
        List.of(1_000L),
        100,
        List.of(10, 100),
        200,
        List.of(1),
        2_000);
  }

  /** Batches to measure of so many rows. */
  int batches(int rows) {
    return repetitions == 1 ? 2 : rows <= 10_000 ? 20 : rows <= 100_000 ? 8 : 3;
  }
}
