package dev.millrace.notebooks.stocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void shouldMeasureReturnsInBasisPoints() {
    Step first = Step.first(bar(100, 100, 100));
    Step second = first.then(bar(99, 101, 100.5));
    assertEquals(10_000 * Math.log(1.005), second.lastReturn(), 1e-9);
    assertEquals(0.2 * second.lastReturn(), second.trend(), 1e-12);
    assertEquals(0.2 * second.lastReturn(), second.volatility(), 1e-12);
    assertEquals(0.25, second.closeLocation(), 1e-12);
    assertTrue(Double.isNaN(second.nextReturn()));
    assertEquals(second.lastReturn(), first.cameTo(bar(99, 101, 100.5)).nextReturn());
  }

  @Test
  void shouldNotTakeASplitForAReturn() {
    Step before = Step.first(bar(645, 646, 645.6));
    assertEquals(-100, before.cameTo(bar(92, 94, 93)).nextReturn());
  }

  @Test
  void shouldPlaceABarWithoutRangeInTheMiddle() {
    assertEquals(0, Step.first(bar(5, 5, 5)).closeLocation());
  }

  private static Bar bar(double low, double high, double close) {
    return new Bar("2014-06-05T10:00:00", "AAPL", close, high, low, close, 100);
  }
}
