package dev.millrace.benchmarks.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** The plainest word count on several threads: a HashMap each, then merged. */
final class PlainWordCount {
  private PlainWordCount() {}

  static Map<String, Long> count(ExecutorService pool, List<List<String>> partitions)
      throws Exception {
    List<Callable<Map<String, Long>>> tasks = new ArrayList<>();
    for (List<String> partition : partitions) {
      tasks.add(() -> count(partition));
    }
    Map<String, Long> all = new HashMap<>();
    for (var done : pool.invokeAll(tasks)) {
      done.get().forEach((word, n) -> all.merge(word, n, Long::sum));
    }
    return all;
  }

  private static Map<String, Long> count(List<String> lines) {
    Map<String, Long> counts = new HashMap<>();
    for (String line : lines) {
      for (String word : line.split(" ", -1)) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return counts;
  }
}
