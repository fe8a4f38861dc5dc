package dev.millrace.ml.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {
  private static final PageHinkley.Options OPTIONS =
      PageHinkley.Options.defaults().withThreshold(20).withForgetting(1);

  /** Errors of a model whose error rate goes from 0.1 to 0.4 and back. */
  private static double[] errors(int count) {
    SplittableRandom random = new SplittableRandom(3);
    double[] errors = new double[count];
    for (int i = 0; i < count; i++) {
      boolean bad = i >= count / 3 && i < 2 * count / 3;
      errors[i] = random.nextDouble() < (bad ? 0.4 : 0.1) ? 1 : 0;
    }
    return errors;
  }

  private static List<Integer> signals(DriftDetector detector, double[] values) {
    List<Integer> signals = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (detector.update(values[i])) {
        signals.add(i);
      }
    }
    return signals;
  }

  /** Page's sum as he writes it: the cumulative sum less its least value so far. */
  private static List<Integer> reference(double[] values) {
    List<Integer> signals = new ArrayList<>();
    int begin = 0;
    for (int end = 1; end <= values.length; end++) {
      double total = 0;
      double cumulative = 0;
      double least = 0;
      for (int i = begin; i < end; i++) {
        total += values[i];
        cumulative += values[i] - total / (i - begin + 1) - OPTIONS.delta();
        least = Math.min(least, cumulative);
      }
      if (end - begin >= OPTIONS.minimum() && cumulative - least > OPTIONS.threshold()) {
        signals.add(end - 1);
        begin = end;
      }
    }
    return signals;
  }

  @Test
  void shouldSignalWhatPagesSumSignals() {
    double[] errors = errors(3_000);
    List<Integer> signals = signals(new PageHinkley(OPTIONS), errors);
    assertEquals(reference(errors), signals);
    assertTrue(signals.get(0) >= 1_000 && signals.get(0) < 1_150, signals.toString());
  }

  @Test
  void shouldStaySilentWhereNothingChanges() {
    SplittableRandom random = new SplittableRandom(5);
    PageHinkley detector = new PageHinkley(PageHinkley.Options.defaults());
    for (int i = 0; i < 20_000; i++) {
      assertEquals(false, detector.update(random.nextDouble() < 0.2 ? 1 : 0), "number " + i);
    }
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    assertThrows(ConfigurationException.class, () -> OPTIONS.withMinimum(0));
    assertThrows(ConfigurationException.class, () -> OPTIONS.withDelta(-1));
    assertThrows(ConfigurationException.class, () -> OPTIONS.withThreshold(Double.NaN));
    assertThrows(ConfigurationException.class, () -> OPTIONS.withForgetting(1.1));
  }
}
