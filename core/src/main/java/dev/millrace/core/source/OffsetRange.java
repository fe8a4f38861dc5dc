package dev.millrace.core.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * Part of a split: what one partition of one batch reads. The same range yields the same records in
 * the same order, always.
 *
 * @param split the split's stable name within its source
 * @param from first record, inclusive
 * @param until end, exclusive
 * @param records how many records lie in the range; an estimate where the source cannot know
 */
public record OffsetRange(String split, Offset from, Offset until, long records)
    implements Serializable {
  public OffsetRange {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(until, "until");
    if (records < 0) {
      throw new IllegalArgumentException("records must not be negative, got " + records);
    }
  }
}
