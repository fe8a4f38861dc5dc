package dev.millrace.ml.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.testing.StateCodecConformance;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LatencyHistogramTest {
  private static long[] latencies(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.longs(count).map(bits -> (bits >>> 1) >>> random.nextInt(63)).toArray();
  }

  private static LatencyHistogram of(long... micros) {
    LatencyHistogram histogram = new LatencyHistogram();
    Arrays.stream(micros).forEach(histogram::add);
    return histogram;
  }

  private static double micros(Duration duration) {
    return duration.toSeconds() * 1e6 + duration.toNanosPart() / 1e3;
  }

  @Test
  void shouldBeNearTheExactQuantiles() {
    for (long seed = 1; seed <= 20; seed++) {
      long[] all = latencies(1 + (int) seed * 50, seed);
      LatencyHistogram histogram = of(all);
      Arrays.sort(all);
      for (double share : new double[] {0, 0.01, 0.25, 0.5, 0.9, 0.95, 1}) {
        double exact = (double) all[Math.max(0, (int) Math.ceil(share * all.length) - 1)];
        assertEquals(exact, micros(histogram.quantile(share)), exact / 64 + 1e-6, "seed " + seed);
      }
      assertEquals(all.length, histogram.count());
      double largest = (double) all[all.length - 1];
      assertEquals(largest, micros(histogram.max()), 1e-15 * largest);
      double mean = Arrays.stream(all).asDoubleStream().sum() / all.length;
      assertEquals(mean, micros(histogram.mean()), 1 + 1e-12 * mean);
    }
  }

  @Test
  void shouldBeExactForSmallOnesAndTheLargest() {
    for (long micros = 0; micros < 64; micros++) {
      assertEquals(Duration.ofNanos(micros * 1_000), of(micros, Long.MAX_VALUE).quantile(0.5));
    }
    assertEquals(of(Long.MAX_VALUE).max(), of(1, Long.MAX_VALUE).max());
    assertEquals(Long.MAX_VALUE / 1_000_000, of(Long.MAX_VALUE).max().toSeconds());
  }

  @Test
  void shouldAddUp() {
    long[] left = latencies(500, 1);
    long[] right = latencies(300, 2);
    LatencyHistogram sum = of(left);
    sum.add(of(right));
    LatencyHistogram whole = of(left);
    Arrays.stream(right).forEach(whole::add);
    assertEquals(whole.quantile(0.7), sum.quantile(0.7));
    assertEquals(whole.count(), sum.count());
    assertEquals(whole.max(), sum.max());
  }

  @Test
  void shouldComeBackFromACheckpoint() {
    LatencyHistogram histogram = of(latencies(200, 3));
    StateWriter out = new StateWriter();
    histogram.save(out);
    LatencyHistogram restored = new LatencyHistogram();
    restored.restore(StateReader.of("latency", out.toBytes()));
    StateWriter again = new StateWriter();
    restored.save(again);
    assertArrayEquals(out.toBytes(), again.toBytes());
    assertEquals(histogram.mean(), restored.mean());
    assertEquals(histogram.count(), restored.count());
  }

  @TestFactory
  Stream<DynamicTest> shouldBeStateOfAWindow() {
    List<LatencyHistogram> values =
        List.of(of(), of(0), of(0, 0), of(latencies(200, 4)), of(Long.MAX_VALUE, 63, 64));
    return StateCodecConformance.checks(LatencyHistogram.codec(), values).stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldHaveNothingToSayOfNothing() {
    assertEquals(Duration.ZERO, of().quantile(0.5));
    assertEquals(Duration.ZERO, of().mean());
    assertThrows(IllegalArgumentException.class, () -> of(-1));
    assertThrows(IllegalArgumentException.class, () -> of(1).quantile(1.5));
  }
}
