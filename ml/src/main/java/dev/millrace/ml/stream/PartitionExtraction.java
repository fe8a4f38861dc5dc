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
  private final BitSet refused = new BitSet();
  private final List<DeadLetter> letters = new ArrayList<>();

  /**
   * @param builder takes the rows; empty
   */
  PartitionExtraction(FeatureExtractor<T> extractor, InstanceBlockBuilder builder) {
    this.extractor = extractor;
    this.builder = builder;
  }

  /**
   * Takes in all rows.
   *
   * @param origin who refuses, and where the partition stands, for dead letters
   */
  void run(String origin, long batchId, int partition, List<T> values) {
    for (int i = 0; i < values.size(); i++) {
      T row = values.get(i);
      String problem = builder.add(extractor, row);
      if (!problem.isEmpty()) {
        refused.set(i);
        String position = "batch " + batchId + ", partition " + partition + ", row " + i;
        letters.add(new DeadLetter(origin, position, problem, String.valueOf(row)));
      }
    }
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
