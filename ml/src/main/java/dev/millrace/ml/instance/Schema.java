package dev.millrace.ml.instance;

import java.util.HashSet;
import java.util.List;

/**
 * What the numbers of an instance mean.
 *
 * @param features a name per feature, in order, no two alike. A category's feature is named {@code
 *     column=category}; a hashed slot {@code column#slot}
 * @param classes the names of the classes, in the order of their indices, where labels are classes;
 *     empty where labels are numbers or there are none. With two classes the second is the positive
 *     one
 * @param sparse whether blocks are sparse
 */
public record Schema(List<String> features, List<String> classes, boolean sparse) {
  public Schema {
    features = List.copyOf(features);
    classes = List.copyOf(classes);
    if (new HashSet<>(features).size() != features.size()) {
      throw new IllegalArgumentException("feature names must differ, got " + features);
    }
  }

  /** How many features there are. */
  public int width() {
    return features.size();
  }
}
