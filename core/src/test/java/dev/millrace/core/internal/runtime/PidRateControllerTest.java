package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.Backpressure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Expected values are worked out by hand from the formulas in the class's documentation. */
class PidRateControllerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static PidRateController controller(double derivative) {
    return new PidRateController(new Backpressure(1.0, 0.2, derivative, 100, 250), SECOND);
  }

  private static void update(
      PidRateController pid, int atSeconds, long records, long processing, long delay) {
    pid.update(
        atSeconds * 1_000_000_000L,
        records,
        Duration.ofMillis(processing),
        Duration.ofMillis(delay));
  }

  @Test
  void shouldBoundTheFirstBatch() {
    assertEquals(250, controller(0).limit());
  }

  @Test
  void shouldStartFromTheFirstProcessingRate() {
    PidRateController pid = controller(0);
    update(pid, 1, 1000, 500, 0);
    assertEquals(2000, pid.limit());
  }

  @Test
  void shouldSlowDownByErrorAndBacklogThenRecover() {
    PidRateController pid = controller(0);
    update(pid, 1, 1000, 500, 0);
    update(pid, 3, 2000, 2000, 1000); // 2000 - (2000 - 1000) - 0.2 * 1000
    assertEquals(800, pid.limit());
    update(pid, 4, 800, 400, 0); // 800 - (800 - 2000)
    assertEquals(2000, pid.limit());
  }

  @Test
  void shouldDampByTheChangeOfTheError() {
    PidRateController pid = controller(0.1);
    update(pid, 1, 1000, 500, 0);
    update(pid, 3, 2000, 2000, 1000); // 800 - 0.1 * (1000 - 0) / 2
    assertEquals(750, pid.limit());
  }

  @Test
  void shouldNotFallBelowTheMinimum() {
    PidRateController pid = controller(0);
    update(pid, 1, 1000, 500, 0);
    update(pid, 9, 10, 8000, 60_000);
    assertEquals(100, pid.limit());
  }

  @Test
  void shouldLearnNothingFromAnEmptyBatch() {
    PidRateController pid = controller(0);
    update(pid, 1, 0, 500, 0);
    assertEquals(250, pid.limit());
  }
}
