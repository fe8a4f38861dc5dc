package dev.millrace.ml.testing;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.testing.Check;
import dev.millrace.ml.drift.DriftDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What must hold of every {@link DriftDetector}, fed with the errors of a classifier whose error
 * rate rises from 0.1 to 0.5, and to 0.9. Free of any test framework:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> checks() {
 *   return DriftDetectorConformance.checks(() -> new Adwin(Adwin.Options.defaults())).stream()
 *       .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
 * }
 * }</pre>
 */
public final class DriftDetectorConformance {
  private static final int CALM = 4_000;
  private static final int PATIENCE = 400;
  private static final int LONG = 100_000;
  private static final int STATE_BYTES = 64 << 10;

  private final Supplier<? extends DriftDetector> detectors;

  private DriftDetectorConformance(Supplier<? extends DriftDetector> detectors) {
    this.detectors = detectors;
  }

  /**
   * @param detectors makes fresh ones of the same settings, which find such a change within 400
   *     numbers and signal nothing in 4,000 where there is none
   */
  public static List<Check> checks(Supplier<? extends DriftDetector> detectors) {
    DriftDetectorConformance suite = new DriftDetectorConformance(detectors);
    return List.of(
        new Check("a fresh one has nothing to say", suite::fresh),
        new Check("nothing is signalled while nothing changes", suite::calm),
        new Check("a change is signalled soon", suite::change),
        new Check("after a change the next one is signalled too", suite::again),
        new Check("equal numbers give equal signals and bytes", suite::equalNumbers),
        new Check("saving and restoring at any number changes nothing", suite::restoring),
        new Check("restoring takes the place of what was there", suite::overwriting),
        new Check("memory does not grow with the numbers", suite::memory),
        new Check("the state of something else is refused", suite::foreign));
  }

  /** Errors: calm, then a change, and calm from there on, and so on. */
  private static double[] errors(int stretches) {
    SplittableRandom random = new SplittableRandom(42);
    double[] errors = new double[CALM * stretches];
    for (int i = 0; i < errors.length; i++) {
      int stretch = i / CALM;
      double rate = 0.1 + 0.4 * stretch;
      errors[i] = random.nextDouble() < rate ? 1 : 0;
    }
    return errors;
  }

  private static List<Integer> signals(DriftDetector detector, double[] values) {
    List<Integer> signals = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (detector.update(values[i])) {
        signals.add(i);
        Asserts.that(detector.statistic() == 0, "the statistic is not 0 after a signal");
      }
      Asserts.that(Double.isFinite(detector.statistic()), "the statistic is not finite");
    }
    return signals;
  }

  private static byte[] bytes(DriftDetector detector) {
    StateWriter out = new StateWriter();
    detector.save(out);
    return out.toBytes();
  }

  private DriftDetector restored(byte[] state) {
    DriftDetector detector = detectors.get();
    detector.restore(StateReader.of("detector", state));
    return detector;
  }

  private void fresh() {
    Asserts.that(detectors.get().statistic() == 0, "the statistic is not 0");
  }

  private void calm() {
    List<Integer> signals = signals(detectors.get(), errors(1));
    Asserts.that(signals.isEmpty(), "signals at " + signals);
  }

  private void change() {
    requireSignal(signals(detectors.get(), errors(2)), CALM);
  }

  private void again() {
    List<Integer> signals = signals(detectors.get(), errors(3));
    requireSignal(signals, CALM);
    requireSignal(signals, 2 * CALM);
  }

  private static void requireSignal(List<Integer> signals, int change) {
    Asserts.that(
        signals.stream().anyMatch(at -> at >= change && at < change + PATIENCE),
        "a change at " + change + ", signals at " + signals);
  }

  private void equalNumbers() {
    DriftDetector one = detectors.get();
    DriftDetector other = detectors.get();
    double[] errors = errors(2);
    Asserts.that(signals(one, errors).equals(signals(other, errors)), "signals differ");
    Asserts.that(Arrays.equals(bytes(one), bytes(other)), "saved bytes differ");
  }

  private void restoring() {
    double[] errors = errors(2);
    DriftDetector whole = detectors.get();
    DriftDetector part = detectors.get();
    for (int i = 0; i < errors.length; i++) {
      Asserts.that(whole.update(errors[i]) == part.update(errors[i]), "signals differ at " + i);
      if (i % 7 == 0) {
        part = restored(bytes(part));
        Asserts.equal("the statistic at " + i, whole.statistic(), part.statistic());
        Asserts.that(Arrays.equals(bytes(whole), bytes(part)), "saved bytes differ at " + i);
      }
    }
  }

  private void overwriting() {
    DriftDetector detector = detectors.get();
    byte[] fresh = bytes(detector);
    signals(detector, errors(2));
    detector.restore(StateReader.of("detector", fresh));
    Asserts.that(Arrays.equals(fresh, bytes(detector)), "something is left of what was there");
  }

  private void memory() {
    DriftDetector detector = detectors.get();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < LONG; i++) {
      detector.update(random.nextDouble() < 0.1 ? 1 : 0);
    }
    int bytes = bytes(detector).length;
    Asserts.that(bytes <= STATE_BYTES, "the state takes " + bytes + " bytes");
  }

  private void foreign() {
    StateWriter other = new StateWriter();
    other.put("kind", "something else");
    try {
      restored(other.toBytes());
    } catch (CheckpointException expected) {
      return;
    }
    throw new AssertionError("the state of something else was taken");
  }
}
