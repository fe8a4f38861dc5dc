package dev.millrace.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the partitions of a table should be computed: where they are, but no executor is asked for
 * more than its share. After an executor was lost, its partitions crowd on the others; those beyond
 * the share may be taken by whoever is idle, such as the executor that came in its place.
 */
final class Balance {
  private Balance() {}

  /**
   * @param where each partition is; empty if nowhere
   * @param executors how many there are
   */
  static List<List<String>> of(List<List<String>> where, int executors) {
    int share = (where.size() + Math.max(1, executors) - 1) / Math.max(1, executors);
    Map<List<String>, Integer> taken = new HashMap<>();
    List<List<String>> balanced = new ArrayList<>();
    for (List<String> locations : where) {
      boolean keeps = taken.merge(locations, 1, Integer::sum) <= share;
      balanced.add(keeps ? locations : List.of());
    }
    return balanced;
  }
}
