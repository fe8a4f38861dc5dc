package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.PlanLimits;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NextPlanTest {
  private static final PlanLimits LIMITS = new PlanLimits(10, 1_000);
  private static final Place HERE = new Place(List.of("7"));

  private final AtomicLong now = new AtomicLong();
  private final NextPlan<String> next = new NextPlan<>("test", now::get);

  @AfterEach
  void close() {
    next.close();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void shouldFindBesideOtherWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    next.begin(
        HERE,
        LIMITS,
        () -> {
          begun.countDown();
          return "found";
        });
    begun.await();
    assertEquals(Optional.of("found"), next.take(HERE, LIMITS));
    assertEquals(Optional.empty(), next.take(HERE, LIMITS));
  }

  @Test
  void shouldForgetWhatIsNotAskedFor() throws Exception {
    next.begin(HERE, LIMITS, () -> "found");
    assertEquals(Optional.empty(), next.take(Place.START, LIMITS));
    next.begin(HERE, LIMITS, () -> "found");
    assertEquals(Optional.empty(), next.take(HERE, new PlanLimits(9, 1_000)));
    assertEquals(Optional.empty(), next.take(HERE, LIMITS));
  }

  /** Whoever asks finds out whether it still fails. */
  @Test
  void shouldForgetWhatFailed() throws Exception {
    next.begin(
        HERE,
        LIMITS,
        () -> {
          throw new SQLException("gone");
        });
    assertEquals(Optional.empty(), next.take(HERE, LIMITS));
  }

  /** Else a row that was committed meanwhile would be passed over. */
  @Test
  void shouldForgetWhatIsOutOfDate() throws Exception {
    next.begin(HERE, LIMITS, () -> "found");
    pass(NextPlan.FRESH);
    assertEquals(Optional.of("found"), next.take(HERE, LIMITS));
    next.begin(HERE, LIMITS, () -> "found");
    pass(NextPlan.FRESH.plusNanos(1));
    assertEquals(Optional.empty(), next.take(HERE, LIMITS));
  }

  @Test
  void shouldBeInDemandWherePlansFollowEachOther() throws Exception {
    next.take(HERE, LIMITS);
    assertFalse(next.isInDemand(), "at first nobody knows");
    pass(NextPlan.FRESH);
    next.take(HERE, LIMITS);
    assertTrue(next.isInDemand());
    pass(NextPlan.FRESH.plusNanos(1));
    next.take(HERE, LIMITS);
    assertFalse(next.isInDemand());
  }
}
