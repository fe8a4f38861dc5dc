package dev.millrace.core.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Knows what there is to read and cuts it into ranges; one per run. Used by one thread at a time,
 * which need not be the same each time.
 *
 * <p>Calling order: {@code plan} any number of times, {@code committed} after each batch that was
 * made durable, {@code close} at the end. The next batch may be planned while ranges of the one
 * before are being read, and before that is committed.
 */
public interface SplitPlanner extends AutoCloseable {
  /**
   * Chooses what the next batch reads; must not block for longer than a poll takes.
   *
   * @param committed where each split that was ever read, or is being read, goes on; a split that
   *     is absent starts at its beginning
   * @param limits how much may be taken; the sum over all ranges stays within
   * @return the ranges in the order in which the batch holds them, one partition each, none empty;
   *     several consecutive ranges of one split are allowed. Empty when there is nothing now
   */
  List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) throws Exception;

  /**
   * Whether the source is bounded and everything in it has been planned. Asked after {@code plan}
   * with the same offsets; a pipeline whose sources are all exhausted ends.
   */
  boolean exhausted();

  /**
   * Whether the last plan left something behind that can be planned at once, as where a limit of
   * bytes was reached. Asked after {@code plan}; the next batch may then be planned early. A plan
   * that takes as many records as it may need not say so.
   */
  default boolean hasMore() {
    return false;
  }

  /**
   * From now on, plan as if nothing came after what there is at this moment, and be exhausted once
   * that is planned. Called at most once, before the first {@code plan}, when a pipeline shall only
   * process what is there. What ends by itself is there as a whole, even if it becomes due bit by
   * bit.
   *
   * @return whether the planner will do so; if not, the source is taken to be at its end as soon as
   *     {@code plan} finds nothing
   */
  default boolean boundToNow() throws Exception {
    return false;
  }

  /** Everything before these offsets is durable elsewhere: a log may forget it. */
  default void committed(Map<String, Offset> offsets) throws Exception {}

  /** How many records there are in all, for a progress bar; -1 when unknown or unbounded. */
  default long totalRecords() {
    return -1;
  }

  /**
   * How far {@code offsets} have come, from 0 to 1, for a progress bar; NaN when unknown. Sources
   * that know bytes but not records answer here.
   */
  default double progress(Map<String, Offset> offsets) {
    return Double.NaN;
  }

  @Override
  default void close() throws IOException {}
}
