package dev.millrace.cli;

import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.observe.StreamingListener;
import java.util.Map;
import java.util.function.LongConsumer;

/** Counts what a run of a pipeline does. Read it once the run has ended. */
final class RunListener implements StreamingListener {
  private static final double NANOS = 1e9;

  private final LongConsumer onResume;
  private long committedBefore = -1;
  private long batches;
  private long rows;
  private long rejected;
  private long firstNanos;
  private long lastNanos;
  private Map<String, Long> stateRows = Map.of();

  /**
   * @param onResume is told, at the first batch of a run that goes on, after which batch it does
   */
  RunListener(LongConsumer onResume) {
    this.onResume = onResume;
  }

  @Override
  public synchronized void onStart(PipelineStart start) {
    committedBefore = start.committed();
  }

  @Override
  public synchronized void onBatch(BatchReport report) {
    if (batches++ == 0 && committedBefore >= 0) {
      onResume.accept(committedBefore);
    }
    rows += report.records();
    lastNanos = System.nanoTime();
    if (batches == 1) {
      firstNanos = lastNanos;
    }
    rejected += report.deadLetters();
    stateRows = report.stateRows();
  }

  /** The newest batch that was durable when the run began, or -1. */
  synchronized long committedBefore() {
    return committedBefore;
  }

  /** How many batches this run made. */
  synchronized long batches() {
    return batches;
  }

  /** How many there are, those of earlier runs included. */
  synchronized long allBatches() {
    return committedBefore + 1 + batches;
  }

  /** How many rows this run read. */
  synchronized long rows() {
    return rows;
  }

  /** Batches per second from the end of the first on; NaN before a second has been measured. */
  synchronized double batchesPerSecond() {
    double seconds = (lastNanos - firstNanos) / NANOS;
    return seconds < 1 ? Double.NaN : (batches - 1) / seconds;
  }

  /** How much an operator that remembers something held after the last batch of this run. */
  synchronized long held(String operator) {
    return stateRows.getOrDefault(operator, 0L);
  }

  /** How many rows this run put aside. */
  synchronized long rejected() {
    return rejected;
  }
}
