package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.internal.collect.KeyIndex;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Merges what several {@link CombineStage}s made of a key, in the order in which it comes, and
 * finishes it.
 */
public record MergeStage<K, A, R>(Combiner<?, A, R> combiner)
    implements Stage<KeyValue<K, A>, KeyValue<K, R>> {
  @Override
  public StageSink<KeyValue<K, A>> bind(StageSink<KeyValue<K, R>> downstream, TaskContext task) {
    return new Merging<>(combiner, downstream);
  }

  private static final class Merging<K, A, R> implements StageSink<KeyValue<K, A>> {
    private final Combiner<?, A, R> combiner;
    private final StageSink<KeyValue<K, R>> downstream;
    private final KeyIndex<K> index = new KeyIndex<>();
    private final BitSet owned = new BitSet();
    private Object[] accumulators = new Object[8];

    Merging(Combiner<?, A, R> combiner, StageSink<KeyValue<K, R>> downstream) {
      this.combiner = combiner;
      this.downstream = downstream;
    }

    @Override
    public void emit(KeyValue<K, A> pair) throws Exception {
      int before = index.size();
      int number = index.add(pair.key());
      if (number < before) {
        accumulators[number] = combiner.merge(owned(number), pair.value());
      } else {
        if (number == accumulators.length) {
          accumulators = Arrays.copyOf(accumulators, KeyIndex.grown(number));
        }
        accumulators[number] = pair.value();
      }
    }

    @SuppressWarnings("unchecked") // holds nothing but A
    private A owned(int number) throws Exception {
      A accumulator = (A) accumulators[number];
      if (owned.get(number)) {
        return accumulator;
      }
      owned.set(number);
      return combiner.own(accumulator);
    }

    @Override
    @SuppressWarnings("unchecked") // holds nothing but A
    public void complete() throws Exception {
      for (int number = 0; number < index.size(); number++) {
        R result = combiner.finish((A) accumulators[number]);
        downstream.emit(new KeyValue<>(index.key(number), result));
      }
      downstream.complete();
    }
  }
}
