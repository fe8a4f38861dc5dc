package dev.millrace.micrometer;

import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many alerts were told by this process, and how many incidents go on of those that began in
 * it. Used by the pipeline's thread.
 */
final class AlertMeters {
  private final MeterRegistry registry;
  private final Map<String, Long> firing = new HashMap<>();
  private final Map<String, Level> levels = new HashMap<>();
  private Tags tags = Tags.empty();

  AlertMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void start(Tags with) {
    tags = with;
  }

  void add(Alert alert) {
    Tags of =
        tags.and(
            "source",
            alert.source(),
            "rule",
            alert.rule(),
            "severity",
            alert.severity().name().toLowerCase(Locale.ROOT));
    Counter.builder("millrace.alerts")
        .description("Alerts told")
        .tags(of.and("state", alert.state().name().toLowerCase(Locale.ROOT)))
        .register(registry)
        .increment();
    String rule = alert.source() + "/" + alert.rule();
    long change = alert.state() == AlertState.FIRING ? 1 : -1;
    long now = Math.max(0, firing.getOrDefault(rule, 0L) + change);
    firing.put(rule, now);
    levels
        .computeIfAbsent(
            rule,
            name ->
                Level.register(registry, "millrace.alerts.firing", "", "Incidents that go on", of))
        .set((double) now);
  }
}
