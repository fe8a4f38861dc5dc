package dev.millrace.ml.cluster;

import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.DenseRows;
import java.util.function.ObjIntConsumer;

/** The rows of a block as stretches of an array, with what is missing filled in. One thread's. */
final class FilledRows {
  private final DenseRows rows;
  private final DensePreprocessor filler;
  private final ObjIntConsumer<double[]> seen;
  private final double[] filled;

  /**
   * @param filler fills in, unless it is the identity
   * @param seen is told of each row as it was, before it is filled in
   */
  FilledRows(InstanceBlock block, DensePreprocessor filler, ObjIntConsumer<double[]> seen) {
    this.rows = new DenseRows(block);
    this.filler = filler;
    this.seen = seen;
    this.filled = new double[filler.identity() ? 0 : block.features()];
  }

  /** The array in which the row that {@link #at} was last called with stands. */
  double[] values() {
    return filler.identity() ? rows.values() : filled;
  }

  /** Where a row starts; steady until the next call. */
  int at(int row) {
    int at = rows.at(row);
    if (filler.identity()) {
      return at;
    }
    seen.accept(rows.values(), at);
    filler.transform(rows.values(), at, filled);
    return 0;
  }
}
