package dev.millrace.core.internal.graph;

import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.time.Timed;
import dev.millrace.core.time.WatermarkPolicy;
import java.io.Serializable;

/**
 * What the records of one partition of a batch say of time, in milliseconds since 1970.
 *
 * @param records how many there are
 * @param earliest the least of their times
 * @param completeBefore the latest that one of them has vouched for
 */
record SplitTimes(long records, long earliest, long completeBefore) implements Serializable {
  /** Times, and lengths added to them, stay within what a long can hold. */
  static final long LIMIT = Long.MAX_VALUE >> 1;

  static <T> PartitionFunction<Timed<T>, SplitTimes> of(String where, WatermarkPolicy<T> policy) {
    return (partition, values) -> {
      long earliest = Long.MAX_VALUE;
      long completeBefore = WatermarkPolicy.NOTHING;
      try {
        for (Timed<T> timed : values) {
          earliest = Math.min(earliest, timed.epochMillis());
          completeBefore =
              Math.max(completeBefore, policy.completeBefore(timed.value(), timed.epochMillis()));
        }
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
      return new SplitTimes(
          values.size(),
          earliest,
          completeBefore < -LIMIT ? WatermarkPolicy.NOTHING : Math.min(completeBefore, LIMIT));
    };
  }
}
