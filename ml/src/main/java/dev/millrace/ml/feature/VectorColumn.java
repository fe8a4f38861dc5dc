package dev.millrace.ml.feature;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.util.List;

/** Many numbers that a row has in one array. */
final class VectorColumn<T> extends Column<T> {
  private final List<String> names;
  private final MapFunction<T, double[]> function;

  VectorColumn(String name, List<String> names, MapFunction<T, double[]> function) {
    super(name);
    this.names = List.copyOf(names);
    this.function = function;
  }

  @Override
  List<String> features() {
    return names;
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    double[] values = function.apply(row);
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          "vector '" + name() + "': expected " + names.size() + " numbers, got " + values.length);
    }
    out.features(at, values, 0, values.length);
  }
}
