package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchFunction;
import dev.millrace.core.BiBatchFunction;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.function.FlatMapFunction;
import dev.millrace.core.internal.stage.DistinctStage;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.internal.stage.UserCode;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Steps and functions of operators that are too small for a class of their own. */
public final class Steps {
  private Steps() {}

  /** A name that a user gave, checked. */
  public static String checkedName(String name) {
    if (name.isBlank()) {
      throw new ConfigurationException("an operator's name must not be blank");
    }
    return name;
  }

  public static <T> BatchStep<T, Long> count() {
    return new AggregateStep<T, long[], Long>(
        Aggregation.of(
            () -> new long[1],
            (count, value) -> {
              count[0]++;
              return count;
            },
            (left, right) -> {
              left[0] += right[0];
              return left;
            },
            count -> count[0]));
  }

  public static <T> BatchStep<T, KeyValue<T, Long>> countByValue() {
    CombineByKeyStep<T, Long, Long, Long> sum = CombineByKeyStep.of(Long::sum);
    return (batch, where, scope) ->
        sum.apply(
            batch.pipe(new MapStage<>(where, value -> new KeyValue<>(value, 1L))), where, scope);
  }

  public static <T> BatchStep<T, T> distinct() {
    return (batch, where, scope) ->
        batch
            .pipe(new DistinctStage<>())
            .exchange(
                (value, index, partitions) -> KeyPartitioner.partition(value, partitions),
                scope.partitions())
            .pipe(new DistinctStage<>());
  }

  public static <T, R> BatchStep<T, R> transform(BatchFunction<T, R> function) {
    Objects.requireNonNull(function, "function");
    return (batch, where, scope) -> {
      try {
        return UserCode.present(where, function.apply(batch, scope));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    };
  }

  public static <T, U, R> PairOperator.Step<T, U, R> transformWith(
      BiBatchFunction<T, U, R> function) {
    Objects.requireNonNull(function, "function");
    return (left, right, where, scope) -> {
      try {
        return UserCode.present(where, function.apply(left, right, scope));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    };
  }

  /** For {@code glom}. */
  public static <T> void emitWhole(List<T> partition, Emitter<List<T>> out) throws Exception {
    out.emit(Collections.unmodifiableList(partition));
  }

  /** For {@code flatMapValues}. */
  public static <K, V, R> FlatMapFunction<KeyValue<K, V>, KeyValue<K, R>> flatOnValues(
      String where, FlatMapFunction<? super V, R> function) {
    return (pair, out) ->
        function.apply(
            pair.value(),
            value -> out.emit(new KeyValue<>(pair.key(), UserCode.present(where, value))));
  }

  /** A batch as it is. */
  static <T> BatchStep<T, T> same() {
    return (batch, where, scope) -> batch;
  }

  /** One step after another, as one operator. */
  static <T, U, R> BatchStep<T, R> chain(BatchStep<T, U> first, BatchStep<U, R> second) {
    return (batch, where, scope) -> {
      Batch<U> between = first.apply(batch, where, scope);
      return second.apply(between, where, scope);
    };
  }
}
