package dev.millrace.core.engine.local;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The embedded engine: partitions are worked on by a bounded number of threads of this JVM. A chain
 * of narrow steps is one pass over a partition. The driver's thread works too; a job with at most
 * one partition that holds anything never leaves it.
 *
 * <p>A task that fails is run again from its input. If it keeps failing, the job fails with a
 * {@link dev.millrace.core.MillraceException} that names what the job was for, the batch, the first
 * failed partition and the cause. A {@link dev.millrace.core.ConfigurationException} is not worth a
 * retry; an {@code Error} is thrown on as it is.
 *
 * <pre>{@code
 * try (Engine engine = LocalEngine.withThreads(2)) {
 *   engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
 *   List<Integer> doubled = engine.of(List.of(List.of(1, 2), List.of(3)))
 *       .map(x -> 2 * x)
 *       .collect(); // [2, 4, 6]
 *   EngineReport report = engine.endBatch();
 * }
 * }</pre>
 */
public final class LocalEngine implements Engine {
  private static final int DEFAULT_RETRIES = 2;

  private final WorkerPool pool;
  private final int retries;
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<EngineReport.Job> jobs = new ArrayList<>();
  private BatchInfo batch;
  private String description = "compute";

  private LocalEngine(int threads, int retries) {
    if (threads < 1 || retries < 0) {
      throw new IllegalArgumentException(
          "threads must be at least 1 and retries at least 0, got " + threads + ", " + retries);
    }
    this.pool = new WorkerPool(threads);
    this.retries = retries;
  }

  /** An engine of so many threads that retries a failed task twice. */
  public static LocalEngine withThreads(int threads) {
    return new LocalEngine(threads, DEFAULT_RETRIES);
  }

  /** An engine of so many threads that retries a failed task up to {@code retries} times. */
  public static LocalEngine withThreads(int threads, int retries) {
    return new LocalEngine(threads, retries);
  }

  @Override
  public int parallelism() {
    return pool.threads();
  }

  @Override
  public void beginBatch(BatchInfo newBatch) {
    batch = Objects.requireNonNull(newBatch, "batch");
    deadLetters.clear();
    jobs.clear();
  }

  @Override
  public EngineReport endBatch() {
    EngineReport report = new EngineReport(deadLetters, jobs);
    batch = null;
    return report;
  }

  @Override
  public void describe(String what) {
    description = Objects.requireNonNull(what, "what");
  }

  @Override
  public <T> Batch<T> read(String name, Source<T> source, List<OffsetRange> ranges) {
    return ranges.isEmpty() ? of(List.of()) : new ReadBatch<>(this, name, source, ranges);
  }

  @Override
  public <T> Batch<T> of(List<List<T>> partitions) {
    return new ListBatch<>(this, partitions);
  }

  @Override
  public <K, S> StateTable<K, S> stateTable(StateDescriptor<K, S> descriptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <K, V, S, R> Batch<R> update(
      Batch<KeyValue<K, V>> input,
      StateTable<K, S> table,
      StateFunction<K, V, S, R> function,
      StateFunction.Visit visit,
      Instant expireBefore) {
    throw new UnsupportedOperationException();
  }

  /** Lets the threads go; nothing may be computed afterwards. */
  @Override
  public void close() {
    pool.close();
  }

  /** A batch of this engine as what it is. */
  <T> LocalBatch<T> own(Batch<T> other) {
    if (other instanceof LocalBatch<T> local && local.engine == this) {
      return local;
    }
    throw new IllegalArgumentException("expected a batch of this engine, got " + other);
  }

  /** Runs a job over the partitions of {@code input}, after the jobs that it depends on. */
  <A> List<A> run(LocalBatch<?> input, LocalJob.Body<A> body) {
    input.prepare();
    return run(input.partitions(), isSmall(input), body);
  }

  <A> List<A> run(int tasks, boolean inline, LocalJob.Body<A> body) {
    if (batch == null) {
      throw new IllegalStateException("no batch has begun: call beginBatch first");
    }
    long start = System.nanoTime();
    LocalJob<A> job = new LocalJob<>(batch, description, tasks, retries, body);
    List<A> results = job.run(pool, inline || pool.threads() == 1);
    deadLetters.addAll(job.deadLetters());
    jobs.add(new EngineReport.Job(description, tasks, Duration.ofNanos(System.nanoTime() - start)));
    return results;
  }

  private static boolean isSmall(LocalBatch<?> input) {
    int busy = 0;
    for (int partition = 0; partition < input.partitions() && busy < 2; partition++) {
      if (!input.isIdle(partition)) {
        busy++;
      }
    }
    return busy < 2;
  }
}
