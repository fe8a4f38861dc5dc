package dev.millrace.core;

import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.BiFunction;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.function.FlatMapFunction;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.core.internal.graph.BatchOperator;
import dev.millrace.core.internal.graph.BatchStep;
import dev.millrace.core.internal.graph.CogroupStep;
import dev.millrace.core.internal.graph.CombineByKeyStep;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.GroupByKeyStep;
import dev.millrace.core.internal.graph.Joins;
import dev.millrace.core.internal.graph.MapWithStateOperator;
import dev.millrace.core.internal.graph.NarrowOperator;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.PairOperator;
import dev.millrace.core.internal.graph.Steps;
import dev.millrace.core.internal.graph.TableJoinStep;
import dev.millrace.core.internal.graph.TableOperator;
import dev.millrace.core.internal.graph.UpdateStateByKeyOperator;
import dev.millrace.core.internal.graph.Windows;
import dev.millrace.core.internal.stage.FilterStage;
import dev.millrace.core.internal.stage.FlatMapStage;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.internal.stage.MapValuesStage;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.window.BatchWindow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A stream of keys and values. What brings the values of a key together shuffles them to the key's
 * partition; within a partition, keys then stand in the order in which they first came, and the
 * values of a key in the order of the partitions that they came from. What a key may be: see {@link
 * KeyValue}.
 *
 * <pre>{@code
 * KeyedDStream<String, Double> spent =
 *     payments.keyBy(Payment::card).mapValues(Payment::amount).reduceByKey(Double::sum);
 * }</pre>
 *
 * <p>Immutable and thread-safe; functions as in {@link DStream}.
 */
public final class KeyedDStream<K, V> {
  private final DStreamGraph graph;
  private final Operator<KeyValue<K, V>> operator;

  KeyedDStream(DStreamGraph graph, Operator<KeyValue<K, V>> operator) {
    this.graph = graph;
    this.operator = operator;
  }

  /** Takes a stream of pairs as what it is; the way back from {@link #toPairs}. */
  public static <K, V> KeyedDStream<K, V> of(DStream<KeyValue<K, V>> pairs) {
    return new KeyedDStream<>(pairs.graph(), pairs.operatorIn(pairs.graph()));
  }

  /** The same stream under a stable name; see {@link DStream#named}. */
  public KeyedDStream<K, V> named(String name) {
    return keyed(operator.withName(Steps.checkedName(name)));
  }

  /** The same stream, whose state has a budget; see {@link DStream#withBudget}. */
  public KeyedDStream<K, V> withBudget(StateBudget budget) {
    return keyed(TableOperator.withBudget(operator, budget));
  }

  /** Keys and values as the elements of a stream. */
  public DStream<KeyValue<K, V>> toPairs() {
    return new DStream<>(graph, operator);
  }

  /** The key of each pair. */
  public DStream<K> keys() {
    return then(
        new NarrowOperator<>(
            null, "keys", operator, where -> new MapStage<>(where, KeyValue::key)));
  }

  /** The value of each pair. */
  public DStream<V> values() {
    return then(
        new NarrowOperator<>(
            null, "values", operator, where -> new MapStage<>(where, KeyValue::value)));
  }

  /** The pairs that pass {@code test}. */
  public KeyedDStream<K, V> filter(FilterFunction<? super KeyValue<K, V>> test) {
    shippable("filter", "test", test);
    return keyed(
        new NarrowOperator<>(null, "filter", operator, where -> new FilterStage<>(where, test)));
  }

  /** Another value for each, under the same key. */
  public <R> KeyedDStream<K, R> mapValues(MapFunction<? super V, ? extends R> function) {
    shippable("mapValues", "function", function);
    return keyed(
        new NarrowOperator<>(
            null, "mapValues", operator, where -> new MapValuesStage<K, V, R>(where, function)));
  }

  /** Any number of values for each, under the same key. */
  public <R> KeyedDStream<K, R> flatMapValues(FlatMapFunction<? super V, R> function) {
    shippable("flatMapValues", "function", function);
    Objects.requireNonNull(function, "function");
    return keyed(
        new NarrowOperator<>(
            null,
            "flatMapValues",
            operator,
            where -> new FlatMapStage<>(where, Steps.flatOnValues(where, function))));
  }

  /** This stream's pairs followed, batch by batch, by the other's. */
  public KeyedDStream<K, V> union(KeyedDStream<K, V> other) {
    return of(toPairs().union(other.toPairs()));
  }

  /** All values of each key of a batch; the lists cannot be modified. */
  public KeyedDStream<K, List<V>> groupByKey() {
    return step("groupByKey", new GroupByKeyStep<>());
  }

  /** The values of each key of a batch combined into one, before and after the shuffle. */
  public KeyedDStream<K, V> reduceByKey(ReduceFunction<V> function) {
    shippable("reduceByKey", "function", function);
    return step("reduceByKey", CombineByKeyStep.of(function));
  }

  /** The values of each key of a batch aggregated, before and after the shuffle. */
  public <A, R> KeyedDStream<K, R> combineByKey(Aggregation<? super V, A, R> aggregation) {
    shippable("combineByKey", "aggregation", aggregation);
    return step("combineByKey", CombineByKeyStep.of(aggregation));
  }

  /** Every value here with every value there of the same key and batch. */
  public <W> KeyedDStream<K, Pair<V, W>> join(KeyedDStream<K, W> other) {
    return cogrouped("join", other, Joins.inner());
  }

  /** As {@link #join(KeyedDStream)}; values whose key is not there come without a right side. */
  public <W> KeyedDStream<K, Pair<V, Optional<W>>> leftOuterJoin(KeyedDStream<K, W> other) {
    return cogrouped("leftOuterJoin", other, Joins.leftOuter());
  }

  /**
   * As {@link #join(KeyedDStream)}; values there whose key is not here come without a left side.
   */
  public <W> KeyedDStream<K, Pair<Optional<V>, W>> rightOuterJoin(KeyedDStream<K, W> other) {
    return cogrouped("rightOuterJoin", other, Joins.rightOuter());
  }

  /** As {@link #join(KeyedDStream)}; no value of either side is left out. */
  public <W> KeyedDStream<K, Pair<Optional<V>, Optional<W>>> fullOuterJoin(
      KeyedDStream<K, W> other) {
    return cogrouped("fullOuterJoin", other, Joins.fullOuter());
  }

  /** All values of each key here and there; a side without the key gives an empty list. */
  public <W> KeyedDStream<K, Pair<List<V>, List<W>>> cogroup(KeyedDStream<K, W> other) {
    return cogrouped("cogroup", other, (group, out) -> out.emit(group));
  }

  /** Every value with what a table that never changes has for its key; keys it lacks go. */
  public <W> KeyedDStream<K, Pair<V, W>> join(Map<K, W> table) {
    shippable("join with a table", "table", table);
    Objects.requireNonNull(table, "table");
    return join(() -> table);
  }

  /**
   * Every value with what a table has for its key; keys it lacks go.
   *
   * @param table asked once per batch, on the driver's thread
   */
  public <W> KeyedDStream<K, Pair<V, W>> join(SerializableSupplier<? extends Map<K, W>> table) {
    return step("join with a table", new TableJoinStep<>(table, TableJoinStep::inner));
  }

  /** As {@link #join(Map)}; keys that the table lacks come without a right side. */
  public <W> KeyedDStream<K, Pair<V, Optional<W>>> leftOuterJoin(Map<K, W> table) {
    shippable("leftOuterJoin with a table", "table", table);
    Objects.requireNonNull(table, "table");
    return leftOuterJoin(() -> table);
  }

  /** As {@link #join(SerializableSupplier)}; keys that the table lacks have no right side. */
  public <W> KeyedDStream<K, Pair<V, Optional<W>>> leftOuterJoin(
      SerializableSupplier<? extends Map<K, W>> table) {
    return step("leftOuterJoin with a table", new TableJoinStep<>(table, TableJoinStep::leftOuter));
  }

  /**
   * Keeps a state per key: at every batch, {@code update} meets each key that has values or state
   * and says what is kept; empty removes the key. Gives all keys with what is kept for them. Its
   * cost grows with the number of keys; see {@link #mapWithState} for one that does not. Must be
   * named.
   *
   * @param update gets the batch's values for the key, maybe none, and what was kept
   */
  public <S> KeyedDStream<K, S> updateStateByKey(
      StateCodec<K> keys,
      StateCodec<S> states,
      BiFunction<List<V>, Optional<S>, Optional<S>> update) {
    shippable("updateStateByKey", "codec of keys", keys);
    shippable("updateStateByKey", "codec of states", states);
    shippable("updateStateByKey", "function", update);
    return keyed(
        new UpdateStateByKeyOperator<>(
            null, operator, keys, states, update, StateBudget.unlimited()));
  }

  /**
   * Keeps a state per key and meets each value with the state of its key, in order. A batch costs
   * in proportion to its values and to the keys that time out. Must be named.
   */
  public <S, R> DStream<R> mapWithState(StateSpec<K, V, S, R> spec) {
    shippable("mapWithState", "codec of keys", spec.keys());
    shippable("mapWithState", "codec of states", spec.states());
    shippable("mapWithState", "function", spec.function());
    return then(new MapWithStateOperator<>(null, operator, spec, StateBudget.unlimited()));
  }

  /** All values of each key in the window, at every slide. Must be named. */
  public KeyedDStream<K, List<V>> groupByKeyAndWindow(
      BatchWindow window, StateCodec<K> keys, StateCodec<V> values) {
    shippable("groupByKeyAndWindow", "codec of keys", keys);
    shippable("groupByKeyAndWindow", "codec of values", values);
    return keyed(Windows.groupByKey(operator, window, keys, values));
  }

  /**
   * The values of each key in the window combined into one, at every slide. Each batch is reduced
   * once, when it comes; must be named.
   */
  public KeyedDStream<K, V> reduceByKeyAndWindow(
      BatchWindow window, StateCodec<K> keys, StateCodec<V> values, ReduceFunction<V> function) {
    shippable("reduceByKeyAndWindow", "codec of keys", keys);
    shippable("reduceByKeyAndWindow", "codec of values", values);
    shippable("reduceByKeyAndWindow", "function", function);
    return keyed(Windows.reduceByKey(operator, window, keys, values, function));
  }

  /**
   * As the method without {@code inverse}, at a cost that does not grow with the window: what
   * enters is added, what leaves is taken out, and a key that has left altogether is gone. Must be
   * named.
   *
   * @param inverse gives {@code a} for {@code function(a, b)} and {@code b}; floating-point numbers
   *     gather rounding errors
   */
  public KeyedDStream<K, V> reduceByKeyAndWindow(
      BatchWindow window,
      StateCodec<K> keys,
      StateCodec<V> values,
      ReduceFunction<V> function,
      ReduceFunction<V> inverse) {
    shippable("reduceByKeyAndWindow", "codec of keys", keys);
    shippable("reduceByKeyAndWindow", "codec of values", values);
    shippable("reduceByKeyAndWindow", "function", function);
    shippable("reduceByKeyAndWindow", "inverse", inverse);
    return keyed(Windows.reduceByKey(operator, window, keys, values, function, inverse));
  }

  /** Checks, when the engine ships, what a user gives to an operator that is being made. */
  private void shippable(String kind, String what, Object value) {
    graph.shippable(what + " of operator " + kind, value);
  }

  private <W, R> KeyedDStream<K, R> cogrouped(
      String kind,
      KeyedDStream<K, W> other,
      FlatMapFunction<KeyValue<K, Pair<List<V>, List<W>>>, KeyValue<K, R>> join) {
    return keyed(
        new PairOperator<>(
            null,
            kind,
            operator,
            other.toPairs().operatorIn(graph),
            new CogroupStep<K, V, W, KeyValue<K, R>>(join)));
  }

  private <R> KeyedDStream<K, R> step(String kind, BatchStep<KeyValue<K, V>, KeyValue<K, R>> step) {
    return keyed(new BatchOperator<>(null, kind, operator, step));
  }

  private <R> DStream<R> then(Operator<R> next) {
    return new DStream<>(graph, next);
  }

  private <L, R> KeyedDStream<L, R> keyed(Operator<KeyValue<L, R>> next) {
    return new KeyedDStream<>(graph, next);
  }
}
