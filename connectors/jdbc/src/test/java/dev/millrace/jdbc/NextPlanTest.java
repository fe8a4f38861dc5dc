package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.source.PlanLimits;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NextPlanTest {
  private static final PlanLimits LIMITS = new PlanLimits(10, 1_000);
  private static final Place HERE = new Place(List.of("7"));

  private final NextPlan<String> next = new NextPlan<>("test");

  @Test
  void shouldFindBesideOtherWork() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    next.begin(
        HERE,
        LIMITS,
        () -> {
          asked.await();
          return "found";
        });
    asked.countDown();
    assertEquals(Optional.of("found"), next.take(HERE, LIMITS));
    assertEquals(Optional.empty(), next.take(HERE, LIMITS));
    next.close();
  }

  @Test
  void shouldForgetWhatIsNotAskedFor() throws Exception {
    next.begin(HERE, LIMITS, () -> "found");
    assertEquals(Optional.empty(), next.take(Place.START, LIMITS));
    next.begin(HERE, LIMITS, () -> "found");
    assertEquals(Optional.empty(), next.take(HERE, new PlanLimits(9, 1_000)));
    next.begin(
        HERE,
        LIMITS,
        () -> {
          throw new SQLException("gone");
        });
    assertEquals(Optional.empty(), next.take(Place.START, LIMITS));
    next.close();
  }

  @Test
  void shouldTellOnceWhatFailed() throws Exception {
    next.begin(
        HERE,
        LIMITS,
        () -> {
          throw new SQLException("gone");
        });
    assertEquals(
        "gone", assertThrows(SQLException.class, () -> next.take(HERE, LIMITS)).getMessage());
    assertEquals(Optional.empty(), next.take(HERE, LIMITS));
    next.close();
  }
}
