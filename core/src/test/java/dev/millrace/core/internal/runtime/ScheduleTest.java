package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.time.Clock;
import dev.millrace.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final ManualClock clock = new ManualClock(NOON.plusMillis(50));
  private final Schedule schedule = new Schedule(clock, INTERVAL);

  private void expectBatch(long delayMillis, long timeMillis) {
    assertEquals(NOON.plusMillis(timeMillis), schedule.begin());
    assertEquals(Duration.ofMillis(delayMillis).toNanos(), schedule.delay());
  }

  @Test
  void shouldAlignBatchesToTheInterval() {
    assertEquals(Duration.ofMillis(150), schedule.untilDue());
    clock.advance(schedule.untilDue());
    expectBatch(0, 200);
    clock.advance(Duration.ofMillis(30));
    assertEquals(Duration.ofMillis(170), schedule.untilDue());
    clock.advance(schedule.untilDue());
    expectBatch(0, 400);
  }

  @Test
  void shouldMakeOneBatchOfTheIntervalsThatPassed() {
    clock.advance(schedule.untilDue());
    expectBatch(0, 200);
    clock.advance(Duration.ofMillis(530)); // 730: 400 and 600 have passed
    assertEquals(Duration.ofMillis(-330), schedule.untilDue());
    expectBatch(330, 600);
    assertEquals(Duration.ofMillis(70), schedule.untilDue());
    clock.advance(schedule.untilDue());
    expectBatch(0, 800);
  }

  @Test
  void shouldCountTheDelayOfABatchThatIsLate() {
    clock.advance(Duration.ofMillis(200));
    expectBatch(50, 200);
    assertEquals(Duration.ofMillis(150), schedule.untilDue());
  }

  @Test
  void shouldKeepItsPaceWhenTheWallClockIsSet() {
    Jumping jumping = new Jumping();
    Schedule jumped = new Schedule(jumping, INTERVAL);
    jumping.manual.advance(jumped.untilDue());
    assertEquals(NOON.plusMillis(200), jumped.begin());
    jumping.jump = Duration.ofHours(-1);
    jumping.manual.advance(jumped.untilDue());
    assertEquals(NOON.plusMillis(400), jumped.begin());
    assertEquals(INTERVAL, jumped.untilDue());
    jumping.manual.advance(jumped.untilDue());
    assertEquals(NOON.plusMillis(600), jumped.begin());
    jumping.jump = Duration.ofHours(1);
    jumping.manual.advance(jumped.untilDue());
    assertEquals(NOON.plusMillis(800).plus(Duration.ofHours(1)), jumped.begin());
    assertEquals(INTERVAL, jumped.untilDue());
  }

  /** A wall clock that somebody sets while {@link #nanos} runs on. */
  private static final class Jumping implements Clock {
    private final ManualClock manual = new ManualClock(NOON);
    private Duration jump = Duration.ZERO;

    @Override
    public Instant instant() {
      return manual.instant().plus(jump);
    }

    @Override
    public long nanos() {
      return manual.nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      manual.sleep(duration);
    }
  }
}
