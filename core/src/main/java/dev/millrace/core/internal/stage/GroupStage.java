package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.internal.collect.Groups;
import java.util.ArrayList;
import java.util.List;

/** The values of each key within a partition; keys in the order in which they came. */
public record GroupStage<K, V>() implements Stage<KeyValue<K, V>, KeyValue<K, List<V>>> {
  @Override
  public StageSink<KeyValue<K, V>> bind(
      StageSink<KeyValue<K, List<V>>> downstream, TaskContext task) {
    List<KeyValue<K, V>> pairs = new ArrayList<>();
    return new StageSink<>() {
      @Override
      public void emit(KeyValue<K, V> pair) {
        pairs.add(pair);
      }

      @Override
      public void complete() throws Exception {
        Groups<K, V> groups = Groups.of(pairs);
        for (int group = 0; group < groups.size(); group++) {
          downstream.emit(new KeyValue<>(groups.key(group), groups.values(group)));
        }
        downstream.complete();
      }
    };
  }
}
