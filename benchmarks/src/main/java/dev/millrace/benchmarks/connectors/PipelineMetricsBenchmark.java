package dev.millrace.benchmarks.connectors;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.micrometer.PipelineMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per batch that metrics take of the pipeline's thread, and per reading of the
 * registry, for a pipeline of two operators, one with keyed state. The floor is a handful of
 * counters.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PipelineMetricsBenchmark {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PipelineMetrics metrics = PipelineMetrics.of(registry);
  private final Plain plain = new Plain();
  private BatchReport report;

  /** What somebody would write who wants a few totals. */
  private static final class Plain implements StreamingListener {
    private long batches;
    private long records;
    private long nanos;

    @Override
    public void onBatch(BatchReport report) {
      batches++;
      records += report.records();
      nanos += report.processing().toNanos();
    }
  }

  /** Keeps what a pipeline reports. */
  private final class Keeping implements StreamingListener {
    @Override
    public void onStart(PipelineStart start) {
      metrics.onStart(start);
    }

    @Override
    public boolean wantsNodeRows() {
      return true;
    }

    @Override
    public void onBatch(BatchReport batch) {
      report = batch;
    }
  }

  @Setup
  public void setUp() throws InterruptedException {
    Pipelines.run(
        100,
        config -> config,
        context -> {
          context.listen(new Keeping());
          context
              .source("rows", GeneratorSource.bounded(1_000, i -> i))
              .map(i -> i + 1)
              .named("plus")
              .keyBy(i -> i % 7)
              .<Long>updateStateByKey(
                  StateCodecs.int64(),
                  StateCodecs.int64(),
                  (values, count) -> Optional.of(count.orElse(0L) + values.size()))
              .named("counts")
              .toPairs()
              .foreachBatch((batch, scope) -> batch.count());
        });
  }

  @Benchmark
  public long plainCounters() {
    plain.onBatch(report);
    return plain.batches + plain.records + plain.nanos;
  }

  @Benchmark
  public void millrace() {
    metrics.onBatch(report);
  }

  @Benchmark
  public String scrape() {
    return registry.scrape();
  }
}
