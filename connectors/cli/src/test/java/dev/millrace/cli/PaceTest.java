package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void shouldMakeTheThirdOfAnyTwo() {
    assertEquals(Duration.ofMillis(200), Pace.of(null, null, null, false).interval());
    assertEquals(Duration.ofNanos(2_500_000), Pace.of(100, null, 40_000.0, true).interval());
    assertEquals(500, Pace.of(null, Duration.ofSeconds(1), null, false).batchSize());
  }

  @Test
  void shouldTellWhenARateWasNotReached() {
    Pace pace = Pace.of(100, null, 1_000.0, true);
    assertTrue(pace.missed(940));
    assertFalse(pace.missed(960));
    assertFalse(pace.missed(Double.NaN), "not measured");
    assertFalse(Pace.of(100, null, null, true).missed(5), "none was asked for");
    assertTrue(Pace.of(10, null, 1e6, true).missed(5e5), "more than the trigger can do");
  }
}
