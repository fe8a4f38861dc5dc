package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.internal.stage.CombineStage;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.internal.stage.MergeStage;
import java.util.Objects;
import java.util.function.Function;

/**
 * One value per key: combined within each partition first, so that a shuffle moves each key at most
 * once per partition, then merged where the key belongs.
 *
 * @param combiner made when told how messages name the operator
 */
public record CombineByKeyStep<K, V, A, R>(Function<String, Combiner<V, A, R>> combiner)
    implements BatchStep<KeyValue<K, V>, KeyValue<K, R>> {
  public static <K, V> CombineByKeyStep<K, V, V, V> of(ReduceFunction<V> function) {
    Objects.requireNonNull(function, "function");
    return new CombineByKeyStep<>(where -> Combiner.of(where, function));
  }

  public static <K, V, A, R> CombineByKeyStep<K, V, A, R> of(
      Aggregation<? super V, A, R> aggregation) {
    Objects.requireNonNull(aggregation, "aggregation");
    return new CombineByKeyStep<>(where -> Combiner.of(where, aggregation));
  }

  @Override
  public Batch<KeyValue<K, R>> apply(Batch<KeyValue<K, V>> batch, String where, BatchScope scope) {
    Combiner<V, A, R> named = combiner.apply(where);
    return batch
        .pipe(new CombineStage<K, V, A>(named))
        .exchange(new KeyPartitioner<>(), scope.partitions())
        .pipe(new MergeStage<>(named));
  }
}
