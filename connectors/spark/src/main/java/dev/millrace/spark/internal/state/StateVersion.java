package dev.millrace.spark.internal.state;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A state of one partition of a table: a whole one and the changes since. Each update of a table
 * has a number; a partition that an update leaves as it is keeps its version.
 *
 * @param base number of the update after which the partition was written whole; 0 for empty
 * @param deltas numbers of the updates that changed it since, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StateVersion(long base, long[] deltas) implements Serializable {
  /** Before the first update. */
  public static final StateVersion EMPTY = new StateVersion(0, new long[0]);

  /** The number of the last update that counts. */
  public long current() {
    return deltas.length == 0 ? base : deltas[deltas.length - 1];
  }

  /** After one more update. */
  public StateVersion then(long update) {
    long[] longer = Arrays.copyOf(deltas, deltas.length + 1);
    longer[deltas.length] = update;
    return new StateVersion(base, longer);
  }

  /** The same, once it was written whole. */
  public StateVersion whole() {
    return new StateVersion(current(), new long[0]);
  }
}
