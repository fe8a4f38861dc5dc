package dev.millrace.benchmarks.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contenders that do the same work, in turn, again and again. */
final class Contest<A> {
  /**
   * What one contender came to.
   *
   * @param runs without the first, which warmed the JVM up
   */
  record Result<A>(Load load, List<Run<A>> runs) {
    Spread rowsPerSecond() {
      return Spread.of(runs.stream().map(run -> run.rowsPerSecond(load.rows())).toList());
    }

    /** Milliseconds of single batches, over all repetitions. */
    Spread processing() {
      return Spread.of(
          runs.stream()
              .flatMap(run -> run.times().stream())
              .map(Run.BatchTime::processing)
              .toList());
    }

    Spread whole() {
      return Spread.of(
          runs.stream().flatMap(run -> run.times().stream()).map(Run.BatchTime::whole).toList());
    }

    /** What was computed; the same each time. */
    A answer() {
      return runs.get(0).answer();
    }
  }

  private final Map<String, Contender<A>> contenders = new LinkedHashMap<>();

  Contest<A> add(String name, Contender<A> contender) {
    contenders.put(name, contender);
    return this;
  }

  /** All contenders, one after the other, and that {@code 1 + repetitions} times. */
  Map<String, Result<A>> run(Load load, int repetitions) throws Exception {
    Map<String, Result<A>> results = new LinkedHashMap<>();
    contenders.keySet().forEach(name -> results.put(name, new Result<>(load, new ArrayList<>())));
    for (int repetition = 0; repetition <= repetitions; repetition++) {
      for (Map.Entry<String, Contender<A>> contender : contenders.entrySet()) {
        System.gc();
        Run<A> run = contender.getValue().run(load);
        if (repetition > 0) {
          results.get(contender.getKey()).runs().add(run);
        }
      }
    }
    return results;
  }
}
