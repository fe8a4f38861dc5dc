package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.internal.stage.GroupStage;
import java.util.List;

/** All values of each key. */
public record GroupByKeyStep<K, V>() implements BatchStep<KeyValue<K, V>, KeyValue<K, List<V>>> {
  @Override
  public Batch<KeyValue<K, List<V>>> apply(
      Batch<KeyValue<K, V>> batch, String where, BatchScope scope) {
    return batch.exchange(new KeyPartitioner<>(), scope.partitions()).pipe(new GroupStage<>());
  }
}
