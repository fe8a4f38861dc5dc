package dev.millrace.core.internal.eventtime;

import dev.millrace.core.time.Timed;
import java.util.List;

/** Lists of values by their times, those of the same time as they came. */
final class TimeOrder {
  private TimeOrder() {}

  /** Puts a value behind those of its time. Cheap for one that is later than most. */
  static <T> void add(List<Timed<T>> sorted, Timed<T> value) {
    int at = sorted.size();
    while (at > 0 && sorted.get(at - 1).epochMillis() > value.epochMillis()) {
      at--;
    }
    sorted.add(at, value);
  }

  /** How many values are before a time. */
  static int before(List<? extends Timed<?>> sorted, long time) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).epochMillis() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
