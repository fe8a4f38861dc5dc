package dev.millrace.core.internal.graph;

import dev.millrace.core.KeyValue;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.window.BatchWindow;
import java.util.List;

/**
 * The windowed operators: what each makes of a batch when it comes, and of all that is held at a
 * slide.
 */
public final class Windows {
  private Windows() {}

  public static <T> Operator<T> plain(Operator<T> input, BatchWindow window, StateCodec<T> codec) {
    return new WindowOperator<>(null, "window", input, window, codec, Steps.same(), Steps.same());
  }

  public static <T> Operator<Long> count(Operator<T> input, BatchWindow window) {
    return new WindowOperator<>(
        null,
        "countByWindow",
        input,
        window,
        StateCodecs.int64(),
        Steps.<T>count(),
        new ReduceStep<>(Long::sum));
  }

  public static <T> Operator<KeyValue<T, Long>> countByValue(
      Operator<T> input, BatchWindow window, StateCodec<T> codec) {
    return new WindowOperator<>(
        null,
        "countByValueAndWindow",
        input,
        window,
        StateCodecs.pair(codec, StateCodecs.int64()),
        Steps.countByValue(),
        CombineByKeyStep.of(Long::sum));
  }

  public static <T> Operator<T> reduce(
      Operator<T> input, BatchWindow window, StateCodec<T> codec, ReduceFunction<T> function) {
    return new WindowOperator<>(
        null,
        "reduceByWindow",
        input,
        window,
        codec,
        new ReduceStep<>(function),
        new ReduceStep<>(function));
  }

  /** All values are values of one key. */
  public static <T> Operator<T> reduce(
      Operator<T> input,
      BatchWindow window,
      StateCodec<T> codec,
      ReduceFunction<T> function,
      ReduceFunction<T> inverse) {
    BatchStep<T, KeyValue<Boolean, T>> keyed =
        (batch, where, scope) ->
            batch.pipe(new MapStage<>(where, value -> new KeyValue<>(true, value)));
    return new InverseWindowOperator<>(
        null,
        "reduceByWindow",
        input,
        window,
        StateCodecs.bool(),
        codec,
        function,
        inverse,
        Steps.chain(new ReduceStep<>(function), keyed),
        (batch, where, scope) -> batch.pipe(new MapStage<>(where, KeyValue::value)));
  }

  public static <K, V> Operator<KeyValue<K, List<V>>> groupByKey(
      Operator<KeyValue<K, V>> input,
      BatchWindow window,
      StateCodec<K> keys,
      StateCodec<V> values) {
    return new WindowOperator<>(
        null,
        "groupByKeyAndWindow",
        input,
        window,
        StateCodecs.pair(keys, values),
        Steps.same(),
        new GroupByKeyStep<>());
  }

  public static <K, V> Operator<KeyValue<K, V>> reduceByKey(
      Operator<KeyValue<K, V>> input,
      BatchWindow window,
      StateCodec<K> keys,
      StateCodec<V> values,
      ReduceFunction<V> function) {
    return new WindowOperator<>(
        null,
        "reduceByKeyAndWindow",
        input,
        window,
        StateCodecs.pair(keys, values),
        CombineByKeyStep.of(function),
        CombineByKeyStep.of(function));
  }

  public static <K, V> Operator<KeyValue<K, V>> reduceByKey(
      Operator<KeyValue<K, V>> input,
      BatchWindow window,
      StateCodec<K> keys,
      StateCodec<V> values,
      ReduceFunction<V> function,
      ReduceFunction<V> inverse) {
    return new InverseWindowOperator<>(
        null,
        "reduceByKeyAndWindow",
        input,
        window,
        keys,
        values,
        function,
        inverse,
        CombineByKeyStep.of(function),
        Steps.same());
  }
}
