package dev.millrace.core.observe;

import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one batch did and what it cost.
 *
 * @param batchId 0, 1, 2 …
 * @param batchTime the instant that the batch stands for
 * @param sourceRecords records read per source; as planned, which is an estimate for a source that
 *     cannot know
 * @param deadLetters how many records were put aside
 * @param newestDeadLetters the last few of them, in order
 * @param nodeRows how many rows came out of each source and operator, by its id in the {@link
 *     PipelineGraph}; empty unless {@link StreamingListener#wantsNodeRows} asked for it
 * @param schedulingDelay how long after it was due the batch began
 * @param planning from asking the sources to the durable plan
 * @param processing from reading to the last sink having staged
 * @param committing from there until everything is published, but for what sinks publish beside the
 *     next batch; zero between two checkpoints
 * @param jobs what the engine ran
 * @param stateRows keys of keyed state per named operator
 * @param stateUsage of each named operator whose keyed state has a budget, how much of it is taken
 *     and what was given up for it
 * @param degraded whether less was done with it, because the pipeline could not keep up
 * @param skippedRows how many rows each named operator passed over for that; those that passed over
 *     none are absent
 * @param watermarks how far each named stream with event time is complete; those of which nothing
 *     is known are absent
 * @param lateRecords how many records each named operator left out because they were late
 * @param checkpointBytes size of the checkpoint, 0 when none was written with this batch
 * @param checkpointing encoding and writing the checkpoint; part of {@code committing}
 * @param committed whether the batch is committed, or waits for a later checkpoint
 * @param progress how far the sources have come, from 0 to 1; NaN when one of them cannot say
 */
public record BatchReport(
    long batchId,
    Instant batchTime,
    Map<String, Long> sourceRecords,
    long deadLetters,
    List<DeadLetter> newestDeadLetters,
    Map<Integer, Long> nodeRows,
    Duration schedulingDelay,
    Duration planning,
    Duration processing,
    Duration committing,
    List<EngineReport.Job> jobs,
    Map<String, Long> stateRows,
    Map<String, StateUsage> stateUsage,
    boolean degraded,
    Map<String, Long> skippedRows,
    Map<String, Instant> watermarks,
    Map<String, Long> lateRecords,
    long checkpointBytes,
    Duration checkpointing,
    boolean committed,
    double progress) {
  /** Records read from all sources together. */
  public long records() {
    long records = 0;
    for (long count : sourceRecords.values()) {
      records += count;
    }
    return records;
  }
}
