package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private static final List<String> A = List.of("executor_a_1");
  private static final List<String> B = List.of("executor_b_2");
  private static final List<String> ANYWHERE = List.of();

  @Test
  void shouldLeavePartitionsWhereTheyAreWhenNobodyHasTooMany() {
    assertEquals(List.of(A, B, A, B), Balance.of(List.of(A, B, A, B), 2));
    assertEquals(List.of(A, A, B), Balance.of(List.of(A, A, B), 2));
    assertEquals(List.of(A, A), Balance.of(List.of(A, A), 1));
  }

  @Test
  void shouldLetOthersTakeWhatIsBeyondAnExecutorsShare() {
    assertEquals(List.of(A, A, ANYWHERE, ANYWHERE), Balance.of(List.of(A, A, A, A), 2));
    assertEquals(List.of(A, ANYWHERE, B), Balance.of(List.of(A, A, B), 3));
  }

  @Test
  void shouldTakeAnyNumberOfExecutors() {
    assertEquals(List.of(ANYWHERE, ANYWHERE), Balance.of(List.of(ANYWHERE, ANYWHERE), 0));
    assertEquals(List.of(A, B), Balance.of(List.of(A, B), 9));
  }
}
