package dev.millrace.ml.feature;

import dev.millrace.ml.instance.InstanceWriter;
import java.util.List;

/** One number. */
final class NumericColumn<T> extends Column<T> {
  private final NumberFunction<T> function;
  private final boolean mayBeMissing;

  NumericColumn(String name, NumberFunction<T> function, boolean mayBeMissing) {
    super(name);
    this.function = function;
    this.mayBeMissing = mayBeMissing;
  }

  @Override
  List<String> features() {
    return List.of(name());
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    double value = function.apply(row);
    if (mayBeMissing && Double.isNaN(value)) {
      out.missing(at);
    } else {
      out.feature(at, value);
    }
  }

  /** The product of two numbers, missing where one of them is. */
  NumericColumn<T> times(NumericColumn<T> other, String product) {
    NumberFunction<T> left = function;
    NumberFunction<T> right = other.function;
    return new NumericColumn<>(
        product, row -> left.apply(row) * right.apply(row), mayBeMissing || other.mayBeMissing);
  }
}
