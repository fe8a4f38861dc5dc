package dev.millrace.core.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FairShareTest {
  @Test
  void shouldGiveEverybodyTheSameAndTheRestToThoseWhoNeedIt() {
    assertArrayEquals(new long[] {45, 10, 45}, FairShare.of(100, List.of(500L, 10L, 60L)));
    assertArrayEquals(new long[] {5, 10, 6}, FairShare.of(100, List.of(5L, 10L, 6L)));
    assertArrayEquals(new long[] {}, FairShare.of(100, List.of()));
  }

  @Test
  void shouldGiveAllAwayHoweverLittleItIs() {
    assertArrayEquals(new long[] {0, 1, 0}, FairShare.of(1, List.of(3L, 4L, 0L)));
    assertArrayEquals(new long[] {33, 33, 34}, FairShare.of(100, List.of(90L, 90L, 90L)));
  }
}
