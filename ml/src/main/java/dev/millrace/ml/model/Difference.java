package dev.millrace.ml.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A number that two versions of a model have.
 *
 * @param name of the parameter or figure
 * @param before NaN where the first version does not have it
 * @param after NaN where the second does not
 */
public record Difference(String name, double before, double after) {
  /** One for each name of either, in order. */
  static List<Difference> between(Map<String, Double> before, Map<String, Double> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      differences.add(
          new Difference(
              name, before.getOrDefault(name, Double.NaN), after.getOrDefault(name, Double.NaN)));
    }
    return differences;
  }
}
