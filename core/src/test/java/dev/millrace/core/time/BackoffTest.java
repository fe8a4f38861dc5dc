package dev.millrace.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void shouldWaitRandomlyBelowABoundThatDoublesUpToALimit() {
    Backoff backoff = new Backoff(Duration.ofMinutes(1), new Random(1));
    long[] bounds = {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000};
    for (long bound : bounds) {
      long wait = backoff.next(0).orElseThrow().toMillis();
      assertTrue(wait >= 10 && wait <= bound, wait + " ms, bound " + bound);
    }
  }

  @Test
  void shouldLosePatienceOnlyWithFailuresInARow() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), new Random(1));
    assertTrue(backoff.next(0).isPresent());
    assertTrue(backoff.next(999_000_000L).isPresent());
    backoff.reset();
    assertFalse(backoff.isFailing());
    assertTrue(backoff.next(1_500_000_000L).isPresent());
    assertTrue(backoff.isFailing());
    assertEquals(Optional.empty(), backoff.next(2_600_000_000L));
  }
}
