package dev.millrace.ml.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AdwinTest {
  private static final Adwin.Options OPTIONS = Adwin.Options.defaults();

  /** The streams of published examples, a line each, a digit a number. */
  private static List<Integer> signals(
      int line, Adwin.Options options, UnaryOperator<Adwin> afterwards) throws Exception {
    String digits = Files.readAllLines(Path.of("src/test/resources/drift/digits.txt")).get(line);
    List<Integer> signals = new ArrayList<>();
    Adwin detector = new Adwin(options);
    for (int i = 0; i < digits.length(); i++) {
      if (detector.update(digits.charAt(i) - '0')) {
        signals.add(i);
        detector = afterwards.apply(detector);
      }
    }
    return signals;
  }

  /** MOA's, as in the documentation of CapyMOA 0.9: numpy.random.seed(0), delta 0.001. */
  @Test
  void shouldSignalWhereMoaDoes() throws Exception {
    assertEquals(List.of(1023, 1055), signals(0, OPTIONS.withDelta(0.001), same -> same));
  }

  /**
   * River's, of its tests: numpy.random.seed(12345), and random.Random(42). River begins anew after
   * a signal.
   */
  @Test
  void shouldSignalWhereRiverDoes() throws Exception {
    UnaryOperator<Adwin> anew = detector -> new Adwin(OPTIONS);
    assertEquals(List.of(1023), signals(1, OPTIONS, anew));
    assertEquals(List.of(1023, 2015, 3007), signals(2, OPTIONS, anew));
  }

  @Test
  void shouldKeepWhatHasNotChanged() {
    Adwin detector = new Adwin(OPTIONS.withCheckEvery(1));
    SplittableRandom random = new SplittableRandom(3);
    double sum = 0;
    for (int i = 1; i <= 5_000; i++) {
      double value = random.nextDouble();
      sum += value;
      detector.update(value);
      if (detector.width() == i) {
        assertEquals(sum / i, detector.mean(), 1e-12);
      }
    }
    assertEquals(5_000, detector.width());
    assertTrue(detector.statistic() > 0 && detector.statistic() <= 1, "" + detector.statistic());
    for (int i = 0; i < 1_000; i++) {
      detector.update(3 + random.nextDouble());
    }
    assertTrue(detector.width() <= 1_100, "" + detector.width());
    assertEquals(3.5, detector.mean(), 0.1);
  }

  @Test
  void shouldSignalAFallToo() {
    Adwin detector = new Adwin(OPTIONS);
    int signals = 0;
    for (int i = 0; i < 2_000; i++) {
      signals += detector.update(i < 1_000 ? 1 : 0) ? 1 : 0;
    }
    assertTrue(signals > 0);
    assertEquals(0, detector.mean(), 0.01);
  }

  @Test
  void shouldRefuseWhatIsOutOfRangeOrDamaged() {
    assertThrows(ConfigurationException.class, () -> OPTIONS.withDelta(0));
    assertThrows(ConfigurationException.class, () -> OPTIONS.withDelta(1));
    assertThrows(ConfigurationException.class, () -> OPTIONS.withCheckEvery(0));
    for (int[] buckets : new int[][] {{-1}, {6}, {0, 1}, new int[41]}) {
      StateWriter out = new StateWriter();
      out.put("kind", "adwin")
          .put("taken", 1)
          .put("window", new double[3])
          .put("buckets", buckets)
          .put("sums", new double[2])
          .put("squares", new double[2]);
      StateReader state = StateReader.of("test", out.toBytes());
      assertThrows(CheckpointException.class, () -> new Adwin(OPTIONS).restore(state));
    }
  }
}
