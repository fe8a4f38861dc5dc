package dev.millrace.core.engine.local;

import dev.millrace.core.engine.StageSink;
import java.util.ArrayList;
import java.util.List;

/** The partitions of several batches, one batch after the other. */
final class UnionBatch<T> extends LocalBatch<T> {
  private final List<LocalBatch<T>> parts;
  private final LocalBatch<T>[] owners;
  private final int[] own;

  private UnionBatch(LocalEngine engine, List<LocalBatch<T>> parts) {
    super(engine);
    this.parts = parts;
    int partitions = parts.stream().mapToInt(LocalBatch::partitions).sum();
    @SuppressWarnings({"unchecked", "rawtypes"}) // holds nothing but LocalBatch<T>
    LocalBatch<T>[] array = new LocalBatch[partitions];
    this.owners = array;
    this.own = new int[partitions];
    int next = 0;
    for (LocalBatch<T> part : parts) {
      for (int partition = 0; partition < part.partitions(); partition++) {
        owners[next] = part;
        own[next++] = partition;
      }
    }
  }

  /** Flat, however deep the arguments are nested. */
  static <T> UnionBatch<T> of(LocalBatch<T> left, LocalBatch<T> right) {
    List<LocalBatch<T>> parts = new ArrayList<>();
    for (LocalBatch<T> batch : List.of(left, right)) {
      if (batch instanceof UnionBatch<T> union) {
        parts.addAll(union.parts);
      } else {
        parts.add(batch);
      }
    }
    return new UnionBatch<>(left.engine, parts);
  }

  @Override
  public int partitions() {
    return owners.length;
  }

  @Override
  void prepare() {
    parts.forEach(LocalBatch::prepare);
  }

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    owners[partition].push(own[partition], sink, task.at(own[partition]));
  }

  @Override
  boolean isIdle(int partition) {
    return owners[partition].isIdle(own[partition]);
  }

  @Override
  List<T> values(int partition, LocalTask task) throws Exception {
    return owners[partition].values(own[partition], task.at(own[partition]));
  }
}
