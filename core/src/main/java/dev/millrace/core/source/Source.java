package dev.millrace.core.source;

import java.io.Serializable;

/**
 * Where records come from: named splits, each an ordered sequence of records with offsets.
 *
 * <p>A source is an immutable description that can travel to other machines. On the driver it makes
 * one {@link SplitPlanner}, which knows what there is to read; where the work is done it makes a
 * {@link SplitReader} per range. The one law: <em>the same offset range yields the same records in
 * the same order, always</em>; a source whose origin cannot be read twice writes it to a local log
 * first and reads that.
 *
 * <p>{@code dev.millrace.core.testing.SourceConformance} checks an implementation.
 */
public interface Source<T> extends Serializable {
  /** Called once per run, on the driver. */
  SplitPlanner planner(SourceContext context) throws Exception;

  /** Called where the range is read, any number of times for one range, from any thread. */
  SplitReader<T> reader(OffsetRange range) throws Exception;

  /** What becomes of records that cannot be decoded. */
  default BadRecordPolicy badRecords() {
    return BadRecordPolicy.DEAD_LETTER;
  }
}
