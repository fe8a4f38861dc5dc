package dev.millrace.ml.feature;

import dev.millrace.ml.instance.InstanceWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Every feature of one column times every feature of another. */
final class InteractionColumn<T> extends Column<T> {
  private final Column<T> left;
  private final Column<T> right;
  private final int rightWidth;

  InteractionColumn(Column<T> left, Column<T> right) {
    super(left.name() + "*" + right.name());
    this.left = left;
    this.right = right;
    this.rightWidth = right.features().size();
  }

  @Override
  List<String> features() {
    List<String> names = new ArrayList<>();
    List<String> rightNames = right.features();
    for (String a : left.features()) {
      for (String b : rightNames) {
        names.add(a + "*" + b);
      }
    }
    return names;
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    Entries a = new Entries();
    Entries b = new Entries();
    left.extract(row, a, 0);
    right.extract(row, b, 0);
    for (int i = 0; i < a.count; i++) {
      for (int j = 0; j < b.count; j++) {
        int index = at + a.indices[i] * rightWidth + b.indices[j];
        if (a.missing[i] || b.missing[j]) {
          out.missing(index);
        } else {
          out.feature(index, a.values[i] * b.values[j]);
        }
      }
    }
  }

  @Override
  Column<T> rebind(UnaryOperator<Column<T>> copy) {
    return new InteractionColumn<>(copy.apply(left), copy.apply(right));
  }

  /** What one side wrote. */
  private static final class Entries implements InstanceWriter {
    private int[] indices = new int[8];
    private double[] values = new double[8];
    private boolean[] missing = new boolean[8];
    private int count;

    @Override
    public void feature(int index, double value) {
      if (value != 0) {
        add(index, value, false);
      }
    }

    @Override
    public void missing(int index) {
      add(index, Double.NaN, true);
    }

    private void add(int index, double value, boolean isMissing) {
      if (count == values.length) {
        indices = Arrays.copyOf(indices, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
        missing = Arrays.copyOf(missing, 2 * count);
      }
      indices[count] = index;
      values[count] = value;
      missing[count++] = isMissing;
    }

    @Override
    public void label(double label) {
      throw new IllegalStateException("a column has no label");
    }

    @Override
    public void weight(double weight) {
      throw new IllegalStateException("a column has no weight");
    }
  }
}
