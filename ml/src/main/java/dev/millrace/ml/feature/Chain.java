package dev.millrace.ml.feature;

import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceWriter;
import dev.millrace.ml.instance.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Columns side by side, a label and a weight. */
class Chain<T> implements FeatureExtractor<T> {
  private static final int DENSE_WIDTH = 1000;

  final List<Column<T>> columns;
  final Ending<T> ending;
  private final int[] starts;

  /** What a row has beside its features. */
  record Ending<T>(
      RowLabel<T> label, List<String> classes, NumberFunction<T> weight, boolean sparse)
      implements Serializable {}

  Chain(List<Column<T>> columns, Ending<T> ending) {
    this.columns = List.copyOf(columns);
    this.ending = ending;
    this.starts = new int[columns.size() + 1];
    for (int i = 0; i < columns.size(); i++) {
      starts[i + 1] = starts[i] + columns.get(i).features().size();
    }
  }

  /** The same, with other columns of the same widths. */
  private Chain(Chain<T> like, List<Column<T>> columns) {
    this.columns = List.copyOf(columns);
    this.ending = like.ending;
    this.starts = like.starts;
  }

  /** A chain of other columns, each as wide as the one in its place. */
  final Chain<T> with(List<Column<T>> others) {
    return new Chain<>(this, others);
  }

  @Override
  public Schema schema() {
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.addAll(column.features()));
    return new Schema(names, ending.classes(), ending.sparse() || names.size() > DENSE_WIDTH);
  }

  @Override
  public void extract(T row, InstanceWriter out) throws Exception {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).extract(row, out, starts[i]);
    }
    ending.label().write(row, out);
    out.weight(ending.weight().apply(row));
  }
}
