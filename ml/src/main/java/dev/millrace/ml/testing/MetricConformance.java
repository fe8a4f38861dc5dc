package dev.millrace.ml.testing;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.testing.Check;
import dev.millrace.ml.metric.Metrics;
import dev.millrace.ml.metric.SlidingMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What must hold of every {@link Metrics}. Free of any test framework:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> checks() {
 *   return MetricConformance.checks(() -> new ClassificationMetrics(2, true), 1, 2).stream()
 *       .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
 * }
 * }</pre>
 */
public final class MetricConformance {
  private static final int ROWS = 700;
  private static final double TOLERANCE = 1e-9;

  private final Supplier<? extends Metrics> metrics;
  private final int outputs;
  private final int classes;

  private MetricConformance(Supplier<? extends Metrics> metrics, int outputs, int classes) {
    this.metrics = metrics;
    this.outputs = outputs;
    this.classes = classes;
  }

  /**
   * @param metrics makes figures over no rows
   * @param outputs how many numbers a prediction has
   * @param classes how many classes labels tell apart; 0 if labels are numbers
   */
  public static List<Check> checks(Supplier<? extends Metrics> metrics, int outputs, int classes) {
    MetricConformance suite = new MetricConformance(metrics, outputs, classes);
    return List.of(
        new Check("equal rows give equal bytes", suite::equalRows),
        new Check("saving and restoring at any row changes nothing", suite::restoring),
        new Check("figures of parts merge into those of the whole", suite::merging),
        new Check("a snapshot does not change with later rows", suite::snapshots),
        new Check("a sliding window has the figures of its last rows", suite::sliding),
        new Check("a sliding window goes on after restoring", suite::slidingRestored));
  }

  /** A stream of rows that is the same each time. */
  private final class Rows {
    private final SplittableRandom random = new SplittableRandom(42);
    private final double[] prediction = new double[outputs + 1];

    void next(Sink sink) {
      double label = classes > 0 ? random.nextInt(classes) : random.nextDouble() * 10 - 3;
      double sum = 0;
      for (int i = 0; i < outputs; i++) {
        prediction[i + 1] = random.nextDouble();
        sum += prediction[i + 1];
      }
      for (int i = 0; outputs > 1 && i < outputs; i++) {
        prediction[i + 1] /= sum;
      }
      sink.add(label, prediction, 1, classes > 0 ? random.nextInt(classes) : 0);
    }
  }

  private interface Sink {
    void add(double label, double[] prediction, int offset, int decided);
  }

  private void equalRows() {
    Metrics one = filled(0, ROWS);
    Metrics other = filled(0, ROWS);
    require(Arrays.equals(bytes(one), bytes(other)), "two runs differ");
    require(one.rows() == ROWS, ROWS + " rows came, " + one.rows() + " count");
  }

  private void restoring() {
    Metrics whole = metrics.get();
    Metrics part = metrics.get();
    Rows rows = new Rows();
    for (int i = 0; i < ROWS; i++) {
      rows.next(
          (label, prediction, offset, decided) -> {
            whole.add(label, prediction, offset, decided);
            part.add(label, prediction, offset, decided);
          });
      if (i % 50 == 7) {
        part.restore(StateReader.of("metrics", bytes(part)));
      }
      if (i % 100 == 7) {
        Metrics other = metrics.get();
        other.restore(StateReader.of("metrics", bytes(part)));
        require(Arrays.equals(bytes(whole), bytes(other)), "state differs after row " + i);
      }
    }
    require(Arrays.equals(bytes(whole), bytes(part)), "state differs at the end");
    require(whole.values().equals(part.values()), "figures differ");
  }

  private void merging() {
    Map<String, Double> whole = filled(0, ROWS).values();
    for (int cut : new int[] {0, 1, ROWS / 3, ROWS}) {
      Metrics left = filled(0, cut);
      left.merge(filled(cut, ROWS));
      near(whole, left.values());
    }
  }

  private void snapshots() {
    Metrics live = metrics.get();
    Rows rows = new Rows();
    for (int i = 0; i < 100; i++) {
      rows.next(live::add);
    }
    Metrics kept = live.snapshot();
    byte[] before = bytes(kept);
    require(Arrays.equals(bytes(live), before), "the snapshot is not what it was made of");
    for (int i = 0; i < 100; i++) {
      rows.next(live::add);
    }
    require(Arrays.equals(before, bytes(kept)), "the snapshot changed");
    require(Arrays.equals(bytes(live), bytes(filled(0, 200))), "the snapshot changed its origin");
  }

  private void sliding() {
    for (int window : new int[] {1, 10, 255, 256, 300}) {
      SlidingMetrics sliding = new SlidingMetrics(metrics.get(), outputs, window);
      Rows rows = new Rows();
      for (int i = 1; i <= ROWS; i++) {
        rows.next(sliding::add);
        if (i % 69 == 0) {
          Metrics expected = filled(Math.max(0, i - window), i);
          Metrics actual = sliding.metrics();
          require(actual.rows() == expected.rows(), "rows in the window of " + window);
          nearButFirst(expected.values(), actual.values());
        }
      }
    }
  }

  private void slidingRestored() {
    SlidingMetrics whole = new SlidingMetrics(metrics.get(), outputs, 100);
    SlidingMetrics part = new SlidingMetrics(metrics.get(), outputs, 100);
    Rows rows = new Rows();
    for (int i = 0; i < ROWS; i++) {
      rows.next(
          (label, prediction, offset, decided) -> {
            whole.add(label, prediction, offset, decided);
            part.add(label, prediction, offset, decided);
          });
      if (i % 50 == 7) {
        StateWriter out = new StateWriter();
        part.save(out);
        part.restore(StateReader.of("window", out.toBytes()));
      }
    }
    StateWriter one = new StateWriter();
    whole.save(one);
    StateWriter other = new StateWriter();
    part.save(other);
    require(Arrays.equals(one.toBytes(), other.toBytes()), "windows differ");
  }

  private Metrics filled(int from, int to) {
    Metrics filled = metrics.get();
    Rows rows = new Rows();
    for (int i = 0; i < to; i++) {
      int row = i;
      rows.next(
          (label, prediction, offset, decided) -> {
            if (row >= from) {
              filled.add(label, prediction, offset, decided);
            }
          });
    }
    return filled;
  }

  /** Kappa temporal differs by the row before the window, which only the window knows. */
  private static void nearButFirst(Map<String, Double> expected, Map<String, Double> actual) {
    expected.forEach(
        (name, value) -> {
          if (!name.equals("kappaTemporal")) {
            near(name, value, actual.get(name));
          }
        });
  }

  private static void near(Map<String, Double> expected, Map<String, Double> actual) {
    require(
        List.copyOf(expected.keySet()).equals(List.copyOf(actual.keySet())),
        "expected the figures " + expected.keySet() + ", got " + actual.keySet());
    expected.forEach((name, value) -> near(name, value, actual.get(name)));
  }

  private static void near(String name, double expected, double actual) {
    require(
        Double.compare(expected, actual) == 0
            || Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.abs(expected)),
        name + ": expected " + expected + ", got " + actual);
  }

  private static byte[] bytes(Metrics metrics) {
    StateWriter out = new StateWriter();
    metrics.save(out);
    return out.toBytes();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
