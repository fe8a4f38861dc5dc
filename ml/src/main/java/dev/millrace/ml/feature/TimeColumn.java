package dev.millrace.ml.feature;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where in the day and in the week an instant lies, as clocks of a zone show it. */
final class TimeColumn<T> extends Column<T> {
  private static final int SECONDS_A_DAY = 86_400;
  // 1970-01-01 was a Thursday, which is day 3 when Monday is day 0.
  private static final int EPOCH_DAY_OF_WEEK = 3;

  private final MapFunction<T, Instant> function;
  private final ZoneId zone;
  private final Set<TimePart> parts;

  TimeColumn(String name, MapFunction<T, Instant> function, ZoneId zone, Set<TimePart> parts) {
    super(name);
    this.function = function;
    this.zone = zone;
    this.parts = parts;
  }

  @Override
  List<String> features() {
    List<String> names = new ArrayList<>();
    if (parts.contains(TimePart.TIME_OF_DAY)) {
      names.add(name() + ".daySin");
      names.add(name() + ".dayCos");
    }
    if (parts.contains(TimePart.DAY_OF_WEEK)) {
      for (DayOfWeek day : DayOfWeek.values()) {
        names.add(name() + "." + day.name().toLowerCase(Locale.ROOT));
      }
    }
    if (parts.contains(TimePart.WEEKEND)) {
      names.add(name() + ".weekend");
    }
    return names;
  }

  @Override
  void extract(T row, InstanceWriter out, int first) throws Exception {
    Instant instant = function.apply(row);
    long local = instant.getEpochSecond() + zone.getRules().getOffset(instant).getTotalSeconds();
    int at = first;
    if (parts.contains(TimePart.TIME_OF_DAY)) {
      int second = Math.floorMod(local, SECONDS_A_DAY);
      double angle = 2 * Math.PI * second / SECONDS_A_DAY;
      out.feature(at++, StrictMath.sin(angle));
      out.feature(at++, StrictMath.cos(angle));
    }
    int day = Math.floorMod(Math.floorDiv(local, (long) SECONDS_A_DAY) + EPOCH_DAY_OF_WEEK, 7);
    if (parts.contains(TimePart.DAY_OF_WEEK)) {
      out.feature(at + day, 1);
      at += 7;
    }
    if (parts.contains(TimePart.WEEKEND)) {
      out.feature(at, day >= 5 ? 1 : 0);
    }
  }
}
