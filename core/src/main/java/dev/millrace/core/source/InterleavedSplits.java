package dev.millrace.core.source;

import dev.millrace.core.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One sequence of records, numbered from 0, dealt out to splits in turn: record {@code i} is number
 * {@code i / splits} of split {@code i mod splits}. Any stretch of the sequence is then one range
 * per split, however it was cut before.
 */
final class InterleavedSplits {
  private final int splits;

  InterleavedSplits(int splits) {
    if (splits < 1) {
      throw new IllegalArgumentException("splits must be at least 1, got " + splits);
    }
    this.splits = splits;
  }

  /** How many records of the sequence lie before these offsets. */
  long position(Map<String, Offset> offsets) {
    long position = 0;
    for (Map.Entry<String, Offset> entry : offsets.entrySet()) {
      split(entry.getKey());
      position += entry.getValue().position();
    }
    return position;
  }

  /** The ranges of the records from {@code from} to {@code until - 1}, none of them empty. */
  List<OffsetRange> ranges(long from, long until) {
    List<OffsetRange> ranges = new ArrayList<>(splits);
    for (int split = 0; split < splits; split++) {
      long first = before(from, split);
      long end = before(until, split);
      if (first < end) {
        ranges.add(
            new OffsetRange(
                split + "-of-" + splits, Offset.of(first), Offset.of(end), end - first));
      }
    }
    return ranges;
  }

  /** The place in the sequence of the range's record number {@code position}. */
  long index(OffsetRange range, long position) {
    return position * splits + split(range.split());
  }

  /** How many records of a split lie before a place in the sequence. */
  private long before(long index, int split) {
    return index <= split ? 0 : (index - split - 1) / splits + 1;
  }

  private int split(String name) {
    for (int split = 0; split < splits; split++) {
      if (name.equals(split + "-of-" + splits)) {
        return split;
      }
    }
    throw new SourceException(
        "no split '"
            + name
            + "' among "
            + splits
            + "; the number of splits must stay the same, or the source be read afresh");
  }
}
