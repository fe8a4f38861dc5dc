package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * Learns from each sparse row how to transform rows, and transforms them: {@link Preprocessing} at
 * work. A row is {@code count} positions, from {@code at} on, of parallel index and value arrays,
 * which are not modified. Otherwise as {@link DensePreprocessor}.
 */
public abstract class SparsePreprocessor {
  SparsePreprocessor() {}

  /** Whether rows come out as they went in. */
  public boolean identity() {
    return false;
  }

  /** Learns from a row. */
  public abstract void learn(int[] indices, double[] values, int at, int count);

  /** Writes the row's transformed values to {@code z} from index 0 on. */
  public abstract void transform(int[] indices, double[] values, int at, int count, double[] z);

  /** Weights times the transformed row, summed in the row's order. */
  public abstract double dot(double[] w, int[] indices, double[] values, int at, int count);

  /** Weights times the transformed row that is given dense; equal to the sparse one's. */
  public abstract double dot(double[] w, double[] x, int at);

  /** As {@link DensePreprocessor#unscale}; nothing need be added to an intercept. */
  public abstract void unscale(double[] w, double[] out);

  /** Adds what another one of the same kind has learned from other rows. */
  public abstract void merge(SparsePreprocessor other);

  /** One of the same kind that has learned nothing. */
  public abstract SparsePreprocessor empty();

  /** A snapshot, not affected by later learning. */
  public abstract SparsePreprocessor copy();

  public abstract void save(StateWriter out);

  /** Takes over what {@link #save} wrote for as many features. */
  public abstract void restore(StateReader in);
}
