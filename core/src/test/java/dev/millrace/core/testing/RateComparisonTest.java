package dev.millrace.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RateComparisonTest {
  @Test
  void shouldRunBothInTurn() throws Exception {
    StringBuilder runs = new StringBuilder();
    RateComparison compared =
        RateComparison.of("read", 1_000, () -> runs.append('b'), () -> runs.append('m'));
    assertEquals("bm".repeat(8), runs.toString());
    assertTrue(compared.bare() > 0 && compared.millrace() > 0, compared.toString());
  }

  @Test
  void shouldTellTheRatesAndTheirRatio() {
    RateComparison compared = new RateComparison("write", 10_000, 6_400);
    assertEquals(0.64, compared.ratio());
    assertEquals(
        "write: Millrace 6,400 records/s, bare client 10,000, Millrace by bare 0.64",
        compared.toString());
  }

  @Test
  void shouldGiveUpWithARunThatFails() {
    IOException failure = new IOException("away");
    assertEquals(
        failure,
        assertThrows(
            IOException.class,
            () ->
                RateComparison.of(
                    "read",
                    1,
                    () -> {
                      throw failure;
                    },
                    () -> {})));
  }
}
