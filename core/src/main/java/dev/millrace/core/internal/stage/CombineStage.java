package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.internal.collect.KeyIndex;
import java.util.Arrays;

/** Combines the values of each key within a partition; keys in the order in which they came. */
public record CombineStage<K, V, A>(Combiner<V, A, ?> combiner)
    implements Stage<KeyValue<K, V>, KeyValue<K, A>> {
  @Override
  public StageSink<KeyValue<K, V>> bind(StageSink<KeyValue<K, A>> downstream, TaskContext task) {
    return new Combining<>(combiner, downstream);
  }

  private static final class Combining<K, V, A> implements StageSink<KeyValue<K, V>> {
    private final Combiner<V, A, ?> combiner;
    private final StageSink<KeyValue<K, A>> downstream;
    private final KeyIndex<K> index = new KeyIndex<>();
    private Object[] accumulators = new Object[8];

    Combining(Combiner<V, A, ?> combiner, StageSink<KeyValue<K, A>> downstream) {
      this.combiner = combiner;
      this.downstream = downstream;
    }

    @Override
    @SuppressWarnings("unchecked") // holds nothing but A
    public void emit(KeyValue<K, V> pair) throws Exception {
      int before = index.size();
      int number = index.add(pair.key());
      if (number < before) {
        accumulators[number] = combiner.add((A) accumulators[number], pair.value());
      } else {
        if (number == accumulators.length) {
          accumulators = Arrays.copyOf(accumulators, KeyIndex.grown(number));
        }
        accumulators[number] = combiner.first(pair.value());
      }
    }

    @Override
    @SuppressWarnings("unchecked") // holds nothing but A
    public void complete() throws Exception {
      for (int number = 0; number < index.size(); number++) {
        downstream.emit(new KeyValue<>(index.key(number), (A) accumulators[number]));
      }
      downstream.complete();
    }
  }
}
