package dev.millrace.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The number that a gauge shows; NaN until there is one. */
final class Level {
  private volatile double value = Double.NaN;

  private Level() {}

  static Level register(MeterRegistry registry, String name, String unit, String text, Tags tags) {
    Level level = new Level();
    Gauge.builder(name, level, one -> one.value)
        .baseUnit(unit.isEmpty() ? null : unit)
        .description(text)
        .tags(tags)
        .strongReference(true)
        .register(registry);
    return level;
  }

  void set(double to) {
    value = to;
  }
}
