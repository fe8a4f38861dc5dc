package dev.millrace.file;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A labelled row of which only some columns are given; all others are 0. Immutable.
 *
 * <p>Columns are counted from 0, as features of learners are: what a LibSVM file calls index 1 is
 * column 0.
 *
 * <pre>{@code
 * record Sparse(Schema schema) implements FeatureExtractor<SparseRow> {
 *   public void extract(SparseRow row, InstanceWriter out) {
 *     for (int i = 0; i < row.size(); i++) {
 *       out.feature(row.column(i), row.value(i));
 *     }
 *     out.label(row.label());
 *   }
 * }
 * }</pre>
 */
public final class SparseRow implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No query. */
  static final long NO_QUERY = -1;

  private final double label;
  private final long query;
  private final int[] columns;
  private final double[] values;

  /** Keeps the arrays, of equal length; columns ascend from 0 on. */
  SparseRow(double label, long query, int[] columns, double[] values) {
    this.label = label;
    this.query = query;
    this.columns = columns;
    this.values = values;
  }

  public double label() {
    return label;
  }

  /** Which query the row belongs to, for learning to rank. */
  public OptionalLong query() {
    return query == NO_QUERY ? OptionalLong.empty() : OptionalLong.of(query);
  }

  /** How many columns are given. */
  public int size() {
    return columns.length;
  }

  /** The {@code i}-th column that is given, from 0 on; they ascend. */
  public int column(int i) {
    return columns[i];
  }

  /** The value in the {@code i}-th column that is given; finite. */
  public double value(int i) {
    return values[i];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseRow row
        && Double.compare(label, row.label) == 0
        && query == row.query
        && Arrays.equals(columns, row.columns)
        && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Double.hashCode(label) + Arrays.hashCode(columns)) + Arrays.hashCode(values);
  }

  /** As a line of a LibSVM file. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(NumberOutput.toString(label, true));
    if (query != NO_QUERY) {
      text.append(" qid:").append(query);
    }
    for (int i = 0; i < columns.length; i++) {
      text.append(' ').append(columns[i] + 1).append(':');
      text.append(NumberOutput.toString(values[i], true));
    }
    return text.toString();
  }
}
