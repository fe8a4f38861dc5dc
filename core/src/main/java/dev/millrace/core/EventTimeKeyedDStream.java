package dev.millrace.core;

import dev.millrace.core.function.MapFunction;
import dev.millrace.core.internal.eventtime.JoinRules;
import dev.millrace.core.internal.eventtime.WindowRules;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.EventTimeOperator;
import dev.millrace.core.internal.graph.IntervalJoinOperator;
import dev.millrace.core.internal.graph.KeyProcessOperator;
import dev.millrace.core.internal.graph.NarrowOperator;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.stage.MapValuesStage;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;

/**
 * A stream of keys and values with event times. What keeps state for a key meets the key's records
 * in the order of their source, split and offset, not of their times.
 *
 * <p>Immutable and thread-safe; functions as in {@link DStream}.
 */
public final class EventTimeKeyedDStream<K, V> {
  private final DStreamGraph graph;
  private final EventTimeOperator<?> clock;
  private final Operator<KeyValue<K, Timed<V>>> operator;
  private final StateCodec<K> keys;

  EventTimeKeyedDStream(
      DStreamGraph graph,
      EventTimeOperator<?> clock,
      Operator<KeyValue<K, Timed<V>>> operator,
      StateCodec<K> keys) {
    this.graph = graph;
    this.clock = clock;
    this.operator = operator;
    this.keys = keys;
  }

  /** Keys, and values with their times. */
  public KeyedDStream<K, Timed<V>> timed() {
    return new KeyedDStream<>(graph, operator);
  }

  /** Another value for each, under the same key and at the same time. */
  public <R> EventTimeKeyedDStream<K, R> mapValues(MapFunction<? super V, ? extends R> function) {
    graph.shippable("function of operator mapValues", function);
    return new EventTimeKeyedDStream<>(
        graph,
        clock,
        new NarrowOperator<>(
            null,
            "mapValues",
            operator,
            where ->
                new MapValuesStage<K, Timed<V>, Timed<R>>(
                    where,
                    timed ->
                        new Timed<>(
                            timed.epochMillis(),
                            UserCode.present(where, function.apply(timed.value()))))),
        keys);
  }

  /** Puts the values of each key into windows that give one result each and drop late records. */
  public EventTimeWindows<K, V> window(Window window) {
    return window(window, WindowOptions.defaults());
  }

  /** Puts the values of each key into windows. */
  public EventTimeWindows<K, V> window(Window window, WindowOptions options) {
    return new EventTimeWindows<>(graph, clock, operator, keys, WindowRules.of(window, options));
  }

  /**
   * Keeps a state per key, meets each value with the state of its key, and meets keys again at
   * times that they ask for. A batch costs in proportion to its values and to the timers that fire.
   * Results stand, within a partition, in the order of time: first those of values, then those of
   * event-time timers, then those of timers by batch time; those of equal time in the order of
   * their keys, first those that got values in the batch. Must be named.
   */
  public <S, R> DStream<R> process(ProcessSpec<K, V, S, R> spec) {
    graph.shippable("codec of states of operator process", spec.states());
    graph.shippable("function of operator process", spec.function());
    if (spec.waiting().isPresent()) {
      graph.shippable("codec of values of operator process", spec.waiting().get());
    }
    return new DStream<>(
        graph,
        new KeyProcessOperator<>(null, operator, clock, keys, spec, StateBudget.unlimited()));
  }

  /**
   * Every value here with every value there of the same key whose time is close enough. Goes by the
   * lesser of the two watermarks; what is late by it is left out and counted. State is the values
   * of each key that may still meet one; a batch copies those of the keys that it touches. Must be
   * named.
   *
   * @param left how values here are written to the checkpoint
   * @param right how values there are
   */
  public <W> KeyedDStream<K, Pair<Timed<V>, Timed<W>>> intervalJoin(
      EventTimeKeyedDStream<K, W> other,
      JoinInterval interval,
      StateCodec<V> left,
      StateCodec<W> right) {
    graph.shippable("codec of left values of operator intervalJoin", left);
    graph.shippable("codec of right values of operator intervalJoin", right);
    return new KeyedDStream<>(
        graph,
        new IntervalJoinOperator<>(
            null,
            new IntervalJoinOperator.Input<>(operator, clock, left),
            new IntervalJoinOperator.Input<>(
                other.timed().toPairs().operatorIn(graph), other.clock, right),
            keys,
            JoinRules.of(interval),
            StateBudget.unlimited()));
  }
}
