package dev.millrace.core.internal.runtime;

import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.internal.checkpoint.BatchPlan;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stopwatch for one batch; begins when it is made. */
final class BatchTimes {
  private static final int SHOWN_DEAD_LETTERS = 5;

  private final Clock clock;
  private final long delayNanos;
  private final long begun;
  private long planned;
  private long computed;
  private long committed;
  private long checkpointing;
  private long checkpointNanos;
  private long checkpointBytes;

  BatchTimes(Clock clock, long delayNanos) {
    this.clock = clock;
    this.delayNanos = delayNanos;
    this.begun = clock.nanos();
  }

  void planned() {
    planned = clock.nanos();
  }

  void computed() {
    computed = clock.nanos();
    committed = computed;
  }

  void checkpointing() {
    checkpointing = clock.nanos();
  }

  void checkpointed(long bytes) {
    checkpointBytes = bytes;
    checkpointNanos = clock.nanos() - checkpointing;
  }

  void committed() {
    committed = clock.nanos();
  }

  /** From the durable plan to now, or to the end of the commit. */
  Duration working() {
    return Duration.ofNanos(committed - planned);
  }

  Duration delay() {
    return Duration.ofNanos(delayNanos);
  }

  BatchReport report(
      BatchPlan plan,
      List<DeadLetter> deadLetters,
      Map<Integer, Long> nodeRows,
      List<EngineReport.Job> jobs,
      States states,
      boolean isCommitted,
      double progress) {
    Map<String, Long> records = new LinkedHashMap<>();
    plan.ranges().keySet().forEach(source -> records.put(source, plan.records(source)));
    return new BatchReport(
        plan.batchId(),
        plan.batchTime(),
        records,
        deadLetters.size(),
        List.copyOf(
            deadLetters.subList(
                Math.max(0, deadLetters.size() - SHOWN_DEAD_LETTERS), deadLetters.size())),
        nodeRows,
        delay(),
        Duration.ofNanos(planned - begun),
        Duration.ofNanos(computed - planned),
        Duration.ofNanos(committed - computed),
        jobs,
        states.rows(),
        states.usage(),
        plan.degraded(),
        states.skippedRows(),
        states.watermarks(),
        states.lateRecords(),
        checkpointBytes,
        Duration.ofNanos(checkpointNanos),
        isCommitted,
        progress);
  }
}
