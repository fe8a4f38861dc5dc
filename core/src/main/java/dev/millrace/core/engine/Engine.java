package dev.millrace.core.engine;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What computes {@link Batch batches}; all that tells one machine from a cluster. Windows, joins,
 * state and scheduling are written once against this.
 *
 * <p>Used by the driver's thread only. Results depend on the partitioning of the input, never on
 * timing or on the number of threads. {@code dev.millrace.core.testing.EngineConformance} checks an
 * implementation.
 */
public interface Engine extends AutoCloseable {
  /** How many tasks run at the same time; a hint, results do not depend on it. */
  int parallelism();

  /** A batch is about to be computed. */
  void beginBatch(BatchInfo batch);

  /**
   * The batch has been computed: what its tasks did. Dead letters come in the order of the jobs
   * and, within a job, of the partitions. Cached batches may be read until the next batch begins,
   * held ones until released.
   */
  EngineReport endBatch();

  /** Names what the following jobs are for, for instance {@code "train fraud"}. */
  void describe(String what);

  /**
   * The records of the ranges, one partition per range, read when needed.
   *
   * @param name the source's name in the pipeline, for messages and dead letters
   */
  <T> Batch<T> read(String name, Source<T> source, List<OffsetRange> ranges);

  /** The given values as they are, one partition per list. The lists are kept, not copied. */
  <T> Batch<T> of(List<List<T>> partitions);

  /** A new, empty table. */
  <K, S> StateTable<K, S> stateTable(StateDescriptor<K, S> descriptor);

  /**
   * Meets the table with a batch: values go where their key's state is ({@link KeyPartitioner}).
   * Computed at once, once; the changes wait for {@link StateTable#apply}, before which the table
   * cannot be updated again.
   *
   * <p>A key's state counts as changed in this batch whenever the function gives one, save for a
   * key that was visited by {@link StateFunction.Visit#ALL} or {@link StateFunction.Visit#DUE} and
   * got the very same object back.
   *
   * @param visit which keys without values are met too
   * @param until for {@link StateFunction.Visit#EXPIRED}: keys whose state was last changed in a
   *     batch whose time is before this; for {@link StateFunction.Visit#DUE}: keys that are due at
   *     this event time, in whole milliseconds, or before; ignored otherwise
   * @return the results, partitioned as the table
   */
  <K, V, S, R> Batch<R> update(
      Batch<KeyValue<K, V>> batch,
      StateTable<K, S> table,
      StateFunction<K, V, S, R> function,
      StateFunction.Visit visit,
      Instant until);

  /**
   * Runs tasks beside each other in the driver's JVM, where they may change objects of the driver:
   * each once, never again when it fails, and returns when all are done. What must see every row in
   * order, such as a learner that learns row by row, is done here, at the speed of the driver's
   * cores however large the cluster is.
   *
   * <p>Tasks must not depend on each other's order. This implementation runs them one after the
   * other; an engine that has cores to spare on the driver runs them on a {@link WorkerPool} and
   * lists them in its report.
   *
   * @param tasks how many; they are numbered from 0
   * @throws RuntimeException what the first failed task, in the order of their numbers, threw
   */
  default void runOnDriver(int tasks, IntConsumer task) {
    for (int i = 0; i < tasks; i++) {
      task.accept(i);
    }
  }

  @Override
  void close();
}
