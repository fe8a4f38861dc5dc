package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.Pair;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.engine.ZipFunction;
import dev.millrace.core.function.FlatMapFunction;
import dev.millrace.core.internal.collect.Groups;
import java.util.List;

/**
 * Brings the values of each key of two batches together: keys in the order in which they first came
 * on the left, then those that came on the right only. Joins are made of it.
 *
 * @param join what becomes of a key and its values
 */
public record CogroupStep<K, V, W, R>(FlatMapFunction<KeyValue<K, Pair<List<V>, List<W>>>, R> join)
    implements PairOperator.Step<KeyValue<K, V>, KeyValue<K, W>, R> {
  @Override
  public Batch<R> apply(
      Batch<KeyValue<K, V>> left, Batch<KeyValue<K, W>> right, String where, BatchScope scope) {
    return left.exchange(new KeyPartitioner<>(), scope.partitions())
        .zip(right.exchange(new KeyPartitioner<>(), scope.partitions()), joining(join));
  }

  private static <K, V, W, R> ZipFunction<KeyValue<K, V>, KeyValue<K, W>, R> joining(
      FlatMapFunction<KeyValue<K, Pair<List<V>, List<W>>>, R> join) {
    return (left, right, out) -> {
      Groups<K, V> ours = Groups.of(left);
      Groups<K, W> theirs = Groups.of(right);
      for (int group = 0; group < ours.size(); group++) {
        K key = ours.key(group);
        int other = theirs.find(key);
        List<W> values = other < 0 ? List.of() : theirs.values(other);
        join.apply(new KeyValue<>(key, new Pair<>(ours.values(group), values)), out);
      }
      for (int group = 0; group < theirs.size(); group++) {
        K key = theirs.key(group);
        if (ours.find(key) < 0) {
          join.apply(new KeyValue<>(key, new Pair<>(List.of(), theirs.values(group))), out);
        }
      }
    };
  }
}
