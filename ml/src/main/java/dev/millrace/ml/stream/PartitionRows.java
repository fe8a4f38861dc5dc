package dev.millrace.ml.stream;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.StatefulExtractor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One partition's rows on their way to a block. Made once and used again batch after batch. Used by
 * one thread at a time.
 */
final class PartitionRows<T> {
  private final String origin;
  private final boolean keepsRows;
  private final InstanceBlockBuilder builder;
  private List<T> rows = List.of();
  private final List<DeadLetter> letters = new ArrayList<>();

  PartitionRows(String origin, Schema schema, boolean keepsRows) {
    this.origin = origin;
    this.keepsRows = keepsRows;
    this.builder = new InstanceBlockBuilder(schema);
  }

  /** Forgets the batch before and takes in a partition of this one; may be done again. */
  void fill(FeatureExtractor<T> extractor, List<T> values, long batchId, int partition) {
    builder.clear();
    letters.clear();
    BitSet bad = new BitSet();
    for (int i = 0; i < values.size(); i++) {
      T row = values.get(i);
      String problem = take(extractor, row);
      if (!problem.isEmpty()) {
        bad.set(i);
        String position = "batch " + batchId + ", partition " + partition + ", row " + i;
        letters.add(new DeadLetter(origin, position, problem, String.valueOf(row)));
      }
    }
    if (keepsRows) {
      rows = bad.isEmpty() ? values : without(values, bad);
    }
  }

  private static <T> List<T> without(List<T> values, BitSet bad) {
    List<T> good = new ArrayList<>(values.size());
    for (int i = bad.nextClearBit(0); i < values.size(); i = bad.nextClearBit(i + 1)) {
      good.add(values.get(i));
    }
    return good;
  }

  /** Gives why the row is refused; empty if it is taken. */
  private String take(FeatureExtractor<T> extractor, T row) {
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

  /** The good rows, where they are kept; shared until the next {@link #fill}. */
  List<T> rows() {
    return rows;
  }

  /** What was refused, in order. */
  List<DeadLetter> letters() {
    return letters;
  }

  /** The good rows as numbers; shares memory with this until the next {@link #fill}. */
  InstanceBlock block() {
    return builder.block();
  }
}
