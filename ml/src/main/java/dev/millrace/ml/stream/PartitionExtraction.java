package dev.millrace.ml.stream;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.StatefulExtractor;
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
      String problem = take(row);
      if (!problem.isEmpty()) {
        refused.set(i);
        String position = "batch " + batchId + ", partition " + partition + ", row " + i;
        letters.add(new DeadLetter(origin, position, problem, String.valueOf(row)));
      }
    }
  }

  /** Gives why the row is refused; empty if it is taken. */
  private String take(T row) {
    try {
      extractor.extract(row, builder);
    } catch (Exception e) {
      builder.discardRow();
      return reason(e);
    }
    if (!builder.endRow()) {
      return builder.reason();
    }
    if (extractor instanceof StatefulExtractor<T> stateful) {
      try {
        stateful.observe(row);
      } catch (Exception e) {
        builder.removeLastRow();
        return reason(e);
      }
    }
    return "";
  }

  private static String reason(Exception e) {
    String kind = e.getClass().getSimpleName();
    return e.getMessage() == null
        ? "the features could not be computed: " + kind
        : e instanceof IllegalArgumentException ? e.getMessage() : kind + ": " + e.getMessage();
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
