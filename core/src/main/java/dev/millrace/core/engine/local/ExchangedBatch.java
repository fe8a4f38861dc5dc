package dev.millrace.core.engine.local;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.StageSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A shuffle. Its job lets every task sort its values into one list per new partition; a new
 * partition is those lists in the order of the tasks.
 */
final class ExchangedBatch<T> extends LocalBatch<T> {
  private final Partitioner<? super T> partitioner;
  private final int partitions;
  private LocalBatch<T> input;
  private List<List<List<T>>> pieces;

  ExchangedBatch(LocalBatch<T> input, Partitioner<? super T> partitioner, int partitions) {
    super(input.engine);
    this.partitioner = Objects.requireNonNull(partitioner, "partitioner");
    this.partitions = partitions;
    this.input = input;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  void prepare() {
    if (pieces == null) {
      LocalBatch<T> source = input;
      pieces = engine.run(source, task -> sort(source, task));
      input = null;
    }
  }

  private List<List<T>> sort(LocalBatch<T> source, LocalTask task) throws Exception {
    List<List<T>> targets = new ArrayList<>(Collections.nCopies(partitions, List.of()));
    source.push(
        task.partition(),
        new StageSink<T>() {
          private long index;

          @Override
          public void emit(T value) throws Exception {
            int target = partitioner.partition(value, index++, partitions);
            if (target < 0 || target >= partitions) {
              throw new IndexOutOfBoundsException(
                  "partitioner gave " + target + ", expected 0 to " + (partitions - 1));
            }
            List<T> values = targets.get(target);
            if (values.isEmpty()) {
              values = new ArrayList<>();
              targets.set(target, values);
            }
            values.add(value);
          }
        },
        task);
    return targets;
  }

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    for (List<List<T>> piece : pieces) {
      for (T value : piece.get(partition)) {
        sink.emit(value);
      }
    }
    sink.complete();
  }

  @Override
  boolean isIdle(int partition) {
    for (List<List<T>> piece : pieces) {
      if (!piece.get(partition).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Batch<T> cache() {
    return this;
  }
}
