package dev.millrace.ml.feature;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a chain writes the label of a row. */
interface RowLabel<T> extends Serializable {
  void write(T row, InstanceWriter out) throws Exception;

  static <T> RowLabel<T> none() {
    return (row, out) -> {};
  }

  static <T> RowLabel<T> number(NumberFunction<T> function) {
    return (row, out) -> out.label(function.apply(row));
  }

  static <T> RowLabel<T> numberOrMissing(NumberFunction<T> function) {
    return (row, out) -> {
      double label = function.apply(row);
      if (!Double.isNaN(label)) {
        out.label(label);
      }
    };
  }

  static <T> RowLabel<T> classOf(MapFunction<T, String> function, List<String> classes) {
    HashMap<String, Double> indices = new HashMap<>();
    classes.forEach(name -> indices.put(name, (double) indices.size()));
    return (row, out) -> {
      String name = function.apply(row);
      if (name != null) {
        out.label(index(name, indices, classes));
      }
    };
  }

  private static double index(String name, Map<String, Double> indices, List<String> classes) {
    Double index = indices.get(name);
    if (index == null) {
      throw new IllegalArgumentException(
          "label is '" + name + "', expected one of " + String.join(", ", classes));
    }
    return index;
  }
}
