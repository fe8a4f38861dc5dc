package dev.millrace.core.engine.local;

import dev.millrace.core.engine.StageSink;
import java.util.ArrayList;
import java.util.List;

/** The partitions of several batches, one batch after the other. */
final class UnionBatch<T> extends LocalBatch<T> {
  private final List<LocalBatch<T>> parts;
  private final int partitions;

  /** Whose partition each is, and which of its own; known once prepared. */
  private List<LocalBatch<T>> owners = List.of();

  private int[] own = {};

  private UnionBatch(LocalEngine engine, List<LocalBatch<T>> parts) {
    super(engine);
    this.parts = parts;
    this.partitions = parts.stream().mapToInt(LocalBatch::partitions).sum();
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
    return partitions;
  }

  @Override
  void prepare() {
    parts.forEach(LocalBatch::prepare);
    if (owners.isEmpty()) {
      List<LocalBatch<T>> found = new ArrayList<>(partitions);
      own = new int[partitions];
      for (LocalBatch<T> part : parts) {
        for (int partition = 0; partition < part.partitions(); partition++) {
          own[found.size()] = partition;
          found.add(part);
        }
      }
      owners = found;
    }
  }

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    owners.get(partition).push(own[partition], sink, task.at(own[partition]));
  }

  @Override
  boolean isIdle(int partition) {
    return owners.get(partition).isIdle(own[partition]);
  }

  @Override
  List<T> values(int partition, LocalTask task) throws Exception {
    return owners.get(partition).values(own[partition], task.at(own[partition]));
  }
}
