package dev.millrace.core.internal.state;

import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateDescriptor;
import java.util.ArrayList;
import java.util.List;

/** What a saved table holds, however its increments are cut: that depends on when it was saved. */
public final class TableContent {
  private TableContent() {}

  /** Keys and states by partition, in the order of the keys. */
  public static <K, S> List<List<KeyValue<K, S>>> of(
      StateReader in, StateCodec<K> keys, StateCodec<S> states) {
    List<StatePartition<K, S>> partitions = new ArrayList<>();
    int count = in.getInt("partitions", 1, 1_000);
    for (int i = 0; i < count; i++) {
      partitions.add(new StatePartition<>());
    }
    new StateStorage<>(new StateDescriptor<>(in.part(), keys, states, count))
        .restore(in, partitions);
    List<List<KeyValue<K, S>>> content = new ArrayList<>();
    for (StatePartition<K, S> partition : partitions) {
      List<KeyValue<K, S>> entries = new ArrayList<>();
      for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
        entries.add(new KeyValue<>(partition.key(n), partition.state(n)));
      }
      content.add(entries);
    }
    return content;
  }
}
