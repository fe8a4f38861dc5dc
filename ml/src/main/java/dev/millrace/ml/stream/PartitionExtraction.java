package dev.millrace.ml.stream;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Makes a block of one partition's rows. Used by one thread, once. */
final class PartitionExtraction<T> {
  private final FeatureExtractor<T> extractor;
  private final InstanceBlockBuilder builder;
  private final String origin;
  private final String position;
  private final BitSet refused = new BitSet();
  private final List<DeadLetter> letters = new ArrayList<>();
  private int rows;

  /**
   * @param builder takes the rows; empty
   * @param origin who refuses, for dead letters
   */
  PartitionExtraction(
      FeatureExtractor<T> extractor,
      InstanceBlockBuilder builder,
      String origin,
      long batchId,
      int partition) {
    this.extractor = extractor;
    this.builder = builder;
    this.origin = origin;
    this.position = "batch " + batchId + ", partition " + partition + ", row ";
  }

  /** Takes in the next row. */
  void take(T row) {
    String problem = builder.add(extractor, row);
    if (!problem.isEmpty()) {
      refused.set(rows);
      letters.add(new DeadLetter(origin, position + rows, problem, String.valueOf(row)));
    }
    rows++;
  }

  /** Which rows were refused, by their place. */
  BitSet refused() {
    return refused;
  }

  /** What was wrong with them, in order. */
  List<DeadLetter> letters() {
    return letters;
  }

  /** The good rows as numbers, in the builder's memory. */
  InstanceBlock block() {
    return builder.block();
  }
}
