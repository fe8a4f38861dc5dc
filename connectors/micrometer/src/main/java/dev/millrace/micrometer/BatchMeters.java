package dev.millrace.micrometer;

import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineGraph;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;

/** What batches did. Used by the pipeline's thread; others read the meters. */
final class BatchMeters {
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Tags tags;
  private final PipelineGraph graph;
  private final Counter batches;
  private final DistributionSummary size;
  private final Timer delay;
  private final Timer planning;
  private final Timer processing;
  private final Timer committing;
  private final Timer checkpoint;
  private final Level checkpointBytes;
  private final Counter deadLetters;
  private final Counter failures;
  private final Level running;
  private final Level batchId;
  private final Level batchTime;
  private final Level progress;
  private final Family<Counter> records;
  private final Family<Timer> operatorTime;
  private final Family<Counter> operatorRows;
  private final Family<Counter> late;
  private final Family<Level> state;
  private final Family<Level> lag;

  BatchMeters(MeterRegistry registry, Tags tags, PipelineGraph graph) {
    this.registry = registry;
    this.tags = tags;
    this.graph = graph;
    batches = counter("millrace.batches", "Batches computed", tags);
    size =
        DistributionSummary.builder("millrace.batch.records")
            .description("Records of a batch")
            .tags(tags)
            .register(registry);
    delay = histogram("millrace.batch.scheduling.delay", "How long after it was due a batch began");
    planning = timer("millrace.batch.planning", "From asking the sources to the plan", tags);
    processing =
        histogram("millrace.batch.processing", "From reading to the last sink having staged");
    committing = timer("millrace.batch.commit", "From staged to published", tags);
    checkpoint = timer("millrace.checkpoint", "Encoding and writing a checkpoint", tags);
    checkpointBytes = level("millrace.checkpoint.size", "bytes", "Size of the newest checkpoint");
    deadLetters = counter("millrace.dead.letters", "Records put aside", tags);
    failures = counter("millrace.pipeline.failures", "How often it failed in this process", tags);
    running = level("millrace.pipeline.running", "", "1 while it runs, else 0");
    batchId = level("millrace.batch.id", "", "The newest batch");
    batchTime = level("millrace.batch.time", "seconds", "Batch time of the newest, since 1970");
    progress = level("millrace.progress", "", "How far the sources have come, from 0 to 1");
    records =
        new Family<>(name -> counter("millrace.records", "Records read", tags.and("source", name)));
    operatorTime =
        new Family<>(
            name -> timer("millrace.operator", "Work on a batch", tags.and("operator", name)));
    operatorRows =
        new Family<>(
            name ->
                counter(
                    "millrace.operator.rows", "Rows that came out", tags.and("operator", name)));
    late =
        new Family<>(
            name ->
                counter(
                    "millrace.late.records",
                    "Records left out because they were late",
                    tags.and("operator", name)));
    state =
        new Family<>(
            name ->
                Level.register(
                    registry,
                    "millrace.state.rows",
                    "",
                    "Keys of keyed state",
                    tags.and("operator", name)));
    lag =
        new Family<>(
            name ->
                Level.register(
                    registry,
                    "millrace.watermark.lag",
                    "seconds",
                    "How far the watermark is behind the batch time",
                    tags.and("stream", name)));
    running.set(1);
  }

  private Counter counter(String name, String text, Tags with) {
    return Counter.builder(name).description(text).tags(with).register(registry);
  }

  private Timer timer(String name, String text, Tags with) {
    return Timer.builder(name).description(text).tags(with).register(registry);
  }

  private Timer histogram(String name, String text) {
    return Timer.builder(name)
        .description(text)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Level level(String name, String unit, String text) {
    return Level.register(registry, name, unit, text, tags);
  }

  void add(BatchReport report) {
    batches.increment();
    size.record((double) report.records());
    report.sourceRecords().forEach((name, count) -> records.of(name).increment(count));
    delay.record(report.schedulingDelay());
    planning.record(report.planning());
    processing.record(report.processing());
    committing.record(report.committing());
    if (report.checkpointBytes() > 0) {
      checkpoint.record(report.checkpointing());
      checkpointBytes.set((double) report.checkpointBytes());
    }
    for (EngineReport.Job job : report.jobs()) {
      operatorTime.of(job.description()).record(job.time());
    }
    for (Map.Entry<Integer, Long> rows : report.nodeRows().entrySet()) {
      operatorRows.of(graph.nodes().get(rows.getKey()).name()).increment(rows.getValue());
    }
    report.lateRecords().forEach((name, count) -> late.of(name).increment(count));
    report.stateRows().forEach((name, rows) -> state.of(name).set(rows));
    report.watermarks().forEach((name, time) -> lag.of(name).set(lag(report, time)));
    deadLetters.increment((double) report.deadLetters());
    batchId.set((double) report.batchId());
    batchTime.set(report.batchTime().toEpochMilli() / 1e3);
    progress.set(report.progress());
  }

  private static double lag(BatchReport report, Instant watermark) {
    return Duration.between(watermark, report.batchTime()).toMillis() / 1e3;
  }

  void stopped() {
    running.set(0);
  }

  void failed() {
    running.set(0);
    failures.increment();
  }
}
