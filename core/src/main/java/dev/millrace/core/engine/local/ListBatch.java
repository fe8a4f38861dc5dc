package dev.millrace.core.engine.local;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.StageSink;
import java.util.Collections;
import java.util.List;

/** Values that are there already. */
final class ListBatch<T> extends LocalBatch<T> {
  private final List<List<T>> partitions;

  ListBatch(LocalEngine engine, List<List<T>> partitions) {
    super(engine);
    this.partitions = partitions.isEmpty() ? List.of(List.of()) : partitions;
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  void prepare() {}

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    for (T value : partitions.get(partition)) {
      sink.emit(value);
    }
    sink.complete();
  }

  @Override
  boolean isIdle(int partition) {
    return partitions.get(partition).isEmpty();
  }

  @Override
  List<T> values(int partition, LocalTask task) {
    return Collections.unmodifiableList(partitions.get(partition));
  }

  @Override
  public Batch<T> cache() {
    return this;
  }
}
