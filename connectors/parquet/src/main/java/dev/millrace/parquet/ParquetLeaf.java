package dev.millrace.parquet;

import org.apache.parquet.column.ColumnReader;

/**
 * Where the reading of one of a file's columns stands. The levels say how much of the path to the
 * value at hand is there, and which list it goes on with, as in <a
 * href="https://research.google/pubs/pub36632/">Dremel</a>. Used by one thread.
 */
final class ParquetLeaf {
  private final int maxLevel;
  private final int maxRepetition;
  private ColumnReader reader;

  /**
   * @param maxLevel the definition level of a value that is there
   * @param maxRepetition how many lists it lies in
   */
  ParquetLeaf(int maxLevel, int maxRepetition) {
    this.maxLevel = maxLevel;
    this.maxRepetition = maxRepetition;
  }

  /** Goes on with the same column of another group of rows. */
  void readFrom(ColumnReader next) {
    reader = next;
  }

  ColumnReader reader() {
    return reader;
  }

  boolean isThere() {
    return reader.getCurrentDefinitionLevel() == maxLevel;
  }

  /** The definition level of the value at hand. */
  int level() {
    return reader.getCurrentDefinitionLevel();
  }

  /** The repetition level of the value at hand: 0 where a row begins. */
  int repetition() {
    return reader.getCurrentRepetitionLevel();
  }

  boolean isInList() {
    return maxRepetition > 0;
  }

  /** Passes the value at hand and those that belong to lists deeper than {@code repetition}. */
  void pass(int repetition) {
    do {
      if (isThere()) {
        reader.skip();
      }
      reader.consume();
    } while (reader.getCurrentRepetitionLevel() > repetition);
  }
}
