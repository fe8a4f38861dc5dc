package dev.millrace.core.internal.eventtime;

import dev.millrace.core.function.Emitter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A result, and when in a batch it is to be seen: keys are met one after the other, their results
 * are shown in the order of time.
 *
 * @param phase 0 for values as they come, 1 for what goes by event time, 2 for batch time
 * @param time of what gave it, milliseconds since 1970; 0 in phase 0
 */
public record Fired<R>(int phase, long time, R result) implements Serializable {
  private static final Comparator<Fired<?>> ORDER =
      Comparator.<Fired<?>>comparingInt(Fired::phase).thenComparingLong(Fired::time);

  /** The results of a partition in the order of time; those of one time stay as they stand. */
  public static <R> void sorted(List<Fired<R>> fired, Emitter<R> out) throws Exception {
    List<Fired<R>> sorted = new ArrayList<>(fired);
    sorted.sort(ORDER);
    for (Fired<R> each : sorted) {
      out.emit(each.result);
    }
  }
}
