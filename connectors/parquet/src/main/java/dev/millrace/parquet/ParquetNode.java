package dev.millrace.parquet;

import java.util.List;

/**
 * Reads what is made of a column, or of a part of one, value by value. What does not fit is
 * reported to the row's {@link RowFaults}; the value is passed all the same. Used by one thread.
 */
abstract class ParquetNode {
  final String path;
  final RowFaults faults;
  private final ParquetLeaf[] leaves;
  private final int repetition;

  /**
   * @param leaves the columns that it reads
   * @param repetition how many lists it lies in
   */
  ParquetNode(String path, RowFaults faults, List<ParquetLeaf> leaves, int repetition) {
    this.path = path;
    this.faults = faults;
    this.leaves = leaves.toArray(ParquetLeaf[]::new);
    this.repetition = repetition;
  }

  /** The value at hand, as it was wanted; null where none can be made. */
  abstract Object next();

  /** Passes the value at hand. */
  final void skip() {
    for (ParquetLeaf leaf : leaves) {
      leaf.pass(repetition);
    }
  }

  /** The definition level that tells how much of the value at hand is there. */
  final int level() {
    return leaves[0].level();
  }

  /** Whether the list at hand, the elements of which are at that repetition level, goes on. */
  final boolean goesOn(int elementRepetition) {
    boolean goesOn = leaves[0].repetition() == elementRepetition;
    for (int i = 1; i < leaves.length; i++) {
      if ((leaves[i].repetition() == elementRepetition) != goesOn) {
        throw new IllegalStateException(
            "the columns of '" + path + "' disagree on where a list ends");
      }
    }
    return goesOn;
  }
}
