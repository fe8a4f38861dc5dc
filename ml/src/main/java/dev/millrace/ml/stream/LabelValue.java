package dev.millrace.ml.stream;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.feature.NumberFunction;
import java.io.Serializable;
import java.util.List;

/** What a label says: a class or a number. */
@FunctionalInterface
public interface LabelValue<L> extends Serializable {
  /**
   * The number to be met, or the index of the class.
   *
   * @param classes as the schema has them; empty where labels are numbers
   * @throws Exception if it says nothing that could be learned; it is then a bad record
   */
  double of(L label, List<String> classes) throws Exception;

  /** The class to be told, one of those that the feature extractor's schema has. */
  static <L> LabelValue<L> classOf(MapFunction<L, String> function) {
    return (label, classes) -> {
      String name = function.apply(label);
      int index = classes.indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException(
            "label is '" + name + "', expected one of " + String.join(", ", classes));
      }
      return index;
    };
  }

  /** The number to be met; where there are classes, the index of one. */
  static <L> LabelValue<L> number(NumberFunction<L> function) {
    return (label, classes) -> {
      double value = function.apply(label);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("label is " + value);
      }
      if (!classes.isEmpty()
          && !(value >= 0 && value < classes.size() && value == Math.rint(value))) {
        throw new IllegalArgumentException(
            "label is "
                + value
                + ", expected the index of a class, from 0 to "
                + (classes.size() - 1));
      }
      return value;
    };
  }
}
