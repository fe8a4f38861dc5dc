package dev.millrace.mllib;

import dev.millrace.core.ConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How Millrace's features reach a model of MLlib. Immutable.
 *
 * @param features a name per feature, in the order of the schema, no two alike
 * @param vector the column of vectors that the model takes all features in; empty where it takes
 *     each feature in a column of numbers of the feature's name
 */
public record Inputs(List<String> features, Optional<String> vector) {
  public Inputs {
    features = List.copyOf(features);
    if (features.isEmpty() || new HashSet<>(features).size() < features.size()) {
      throw new ConfigurationException(
          "inputs of a model need feature names that differ, at least one, got " + features);
    }
  }

  /** A column of numbers for each feature, as a pipeline that begins with an assembler takes. */
  public static Inputs columns(List<String> features) {
    return new Inputs(features, Optional.empty());
  }

  /** All features in one column of vectors, usually called {@code features}. */
  public static Inputs vector(String column, List<String> features) {
    return new Inputs(features, Optional.of(column));
  }
}
