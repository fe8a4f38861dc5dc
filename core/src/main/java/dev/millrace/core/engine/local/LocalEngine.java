package dev.millrace.core.engine.local;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.WorkerPool;
import dev.millrace.core.internal.state.StateMeeting;
import dev.millrace.core.internal.state.StateVisits;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

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
    return new EngineReport(deadLetters, jobs);
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
    return new LocalStateTable<>(this, descriptor);
  }

  @Override
  public <K, V, S, R> Batch<R> update(
      Batch<KeyValue<K, V>> input,
      StateTable<K, S> table,
      StateFunction<K, V, S, R> function,
      StateFunction.Visit visit,
      Instant until) {
    Objects.requireNonNull(function, "function");
    LocalStateTable<K, S> state = own(table);
    state.requireNothingPending();
    StateVisits visits = StateVisits.of(state.descriptor(), visit, until, current());
    LocalBatch<KeyValue<K, V>> values =
        own(input.exchange(new KeyPartitioner<>(), state.partitions()));
    values.prepare();
    IntPredicate idle = i -> values.isIdle(i) && !visits.any(state.partition(i));
    List<StateMeeting<K, V, S, R>> meetings =
        run(
            state.partitions(),
            idle,
            task -> {
              int i = task.partition();
              return new StateMeeting<>(state.descriptor(), state.partition(i), function, task)
                  .run(values.values(i, task), visits);
            });
    state.hold(meetings.stream().map(StateMeeting::changes).toList());
    return of(meetings.stream().map(StateMeeting::results).toList());
  }

  @Override
  public void runOnDriver(int tasks, IntConsumer task) {
    long start = System.nanoTime();
    pool.runEach(tasks, task);
    report(tasks, start);
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

  private <K, S> LocalStateTable<K, S> own(StateTable<K, S> table) {
    if (table instanceof LocalStateTable<K, S> local && local.engine() == this) {
      return local;
    }
    throw new IllegalArgumentException("expected a state table of this engine, got " + table);
  }

  /** Runs a job over the partitions of {@code input}, after the jobs that it depends on. */
  <A> List<A> run(LocalBatch<?> input, LocalJob.Body<A> body) {
    input.prepare();
    return run(input.partitions(), input::isIdle, body);
  }

  private <A> List<A> run(int tasks, IntPredicate idle, LocalJob.Body<A> body) {
    long start = System.nanoTime();
    LocalJob<A> job = new LocalJob<>(current(), description, tasks, retries, body);
    boolean inline = pool.threads() == 1 || atMostOneIsBusy(tasks, idle);
    List<A> results = job.run(pool, inline);
    deadLetters.addAll(job.deadLetters());
    report(tasks, start);
    return results;
  }

  private void report(int tasks, long start) {
    jobs.add(new EngineReport.Job(description, tasks, Duration.ofNanos(System.nanoTime() - start)));
  }

  /** Computes something for each number below {@code count}, also between batches. */
  List<byte[]> computeAll(int count, IntFunction<byte[]> task) {
    byte[][] results = new byte[count][];
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    boolean interrupted =
        pool.run(
            count,
            i -> {
              try {
                results[i] = task.apply(i);
              } catch (RuntimeException e) {
                failures.add(e);
              }
            },
            () -> {});
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!failures.isEmpty()) {
      throw failures.element();
    }
    return List.of(results);
  }

  /** Does something once for each number below {@code count}; not retried, not reported. */
  void onEach(int count, boolean inline, IntConsumer action) {
    new LocalJob<Void>(
            current(),
            description,
            count,
            0,
            task -> {
              action.accept(task.partition());
              return null;
            })
        .run(pool, inline || pool.threads() == 1);
  }

  long batchId() {
    return current().id();
  }

  private BatchInfo current() {
    if (batch == null) {
      throw new IllegalStateException("no batch has begun: call beginBatch first");
    }
    return batch;
  }

  private static boolean atMostOneIsBusy(int tasks, IntPredicate idle) {
    int busy = 0;
    for (int task = 0; task < tasks && busy < 2; task++) {
      if (!idle.test(task)) {
        busy++;
      }
    }
    return busy < 2;
  }
}
