package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.http.Operations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownTest {
  private static Operations site(boolean dashboard, boolean metrics) {
    try (StreamingContext context = StreamingContext.create(StreamingConfig.named("x"))) {
      return new Shown(
              context, List.of(), List.of(), List.of(), dashboard, metrics, Duration.ofSeconds(1))
          .site(Optional.empty(), List.of());
    }
  }

  @Test
  void shouldShowWhatIsWantedAndHealthInAnyCase() {
    for (boolean wanted : new boolean[] {true, false}) {
      try (Operations site = site(wanted, !wanted)) {
        assertEquals(wanted, site.document("/").isPresent());
        assertEquals(!wanted, site.report("/metrics").isPresent());
        assertTrue(site.probe("/healthz").isPresent());
        assertTrue(site.probe("/readyz").isPresent());
      }
    }
  }

  @Test
  void shouldBearThreeIntervalsAndAMinuteInAnyCase() {
    assertEquals(Duration.ofMinutes(1), Shown.readyWithin(Trigger.continuous()));
    assertEquals(Duration.ofMinutes(1), Shown.readyWithin(Trigger.interval(Duration.ofMillis(5))));
    assertEquals(
        Duration.ofMinutes(30), Shown.readyWithin(Trigger.interval(Duration.ofMinutes(10))));
  }
}
