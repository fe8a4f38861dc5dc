package dev.millrace.core.internal.state;

import java.io.Serializable;

/**
 * What an update of one partition did to its budget.
 *
 * @param bytes of the partition, once the changes are applied
 * @param spilled bytes of it that were on disk before them
 * @param evicted keys that were removed to make room
 * @param expired keys that were removed because they were not used
 * @param refused records that went to the dead letters
 */
public record StateCounts(long bytes, long spilled, long evicted, long expired, long refused)
    implements Serializable {
  /** Of a partition without a budget. */
  public static final StateCounts NONE = new StateCounts(0, 0, 0, 0, 0);
}
