package dev.millrace.core.engine.local;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.StageSink;
import java.util.List;

/** Computed by a job of its own when first needed, then kept. */
final class CachedBatch<T> extends LocalBatch<T> {
  private final int partitions;
  private LocalBatch<T> input;
  private ListBatch<T> values;

  CachedBatch(LocalBatch<T> input) {
    super(input.engine);
    this.partitions = input.partitions();
    this.input = input;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  void prepare() {
    if (values == null) {
      LocalBatch<T> source = input;
      values =
          new ListBatch<>(
              engine, engine.run(source, task -> source.values(task.partition(), task)));
      input = null;
    }
  }

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    values.push(partition, sink, task);
  }

  @Override
  boolean isIdle(int partition) {
    return values.isIdle(partition);
  }

  @Override
  List<T> values(int partition, LocalTask task) {
    return values.values(partition, task);
  }

  @Override
  public Batch<T> cache() {
    return this;
  }
}
