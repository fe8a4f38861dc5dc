package dev.millrace.core;

import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.internal.eventtime.WindowRules;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.EventTimeOperator;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.TimeWindowOperator;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Windows by event time, to be told what their values come to. Immutable and thread-safe.
 *
 * <p>State is what the open windows of each key have come to. A batch costs in proportion to its
 * values and to the keys that have a window to fire or forget, not to the keys that there are.
 */
public final class EventTimeWindows<K, V> {
  private final DStreamGraph graph;
  private final EventTimeOperator<?> clock;
  private final Operator<KeyValue<K, Timed<V>>> operator;
  private final StateCodec<K> keys;
  private final WindowRules rules;

  EventTimeWindows(
      DStreamGraph graph,
      EventTimeOperator<?> clock,
      Operator<KeyValue<K, Timed<V>>> operator,
      StateCodec<K> keys,
      WindowRules rules) {
    this.graph = graph;
    this.clock = clock;
    this.operator = operator;
    this.keys = keys;
    this.rules = rules;
  }

  /**
   * The values of each window aggregated. Must be named.
   *
   * @param accumulators how accumulators are written to the checkpoint
   * @param aggregation its {@code merge(create(), a)} must not give {@code a} itself if
   *     accumulators are modified; its {@code finish} is called once per result and must not modify
   */
  public <A, R> WindowedDStream<K, V, R> aggregate(
      StateCodec<A> accumulators, Aggregation<? super V, A, R> aggregation) {
    graph.shippable("aggregation of operator window", aggregation);
    Objects.requireNonNull(aggregation, "aggregation");
    return windowed(accumulators, where -> Combiner.<V, A, R>of(where, aggregation));
  }

  /** The values of each window combined into one. Must be named. */
  public WindowedDStream<K, V, V> reduce(StateCodec<V> values, ReduceFunction<V> function) {
    graph.shippable("function of operator window", function);
    Objects.requireNonNull(function, "function");
    return windowed(values, where -> Combiner.of(where, function));
  }

  /** All values of each window, in the order in which they came. Must be named. */
  public WindowedDStream<K, V, List<V>> group(StateCodec<V> values) {
    return aggregate(
        StateCodecs.list(values),
        Aggregation.<V, List<V>, List<V>>of(
            ArrayList::new,
            (list, value) -> {
              list.add(value);
              return list;
            },
            (left, right) -> {
              left.addAll(right);
              return left;
            },
            List::copyOf));
  }

  private <A, R> WindowedDStream<K, V, R> windowed(
      StateCodec<A> accumulators, Function<String, Combiner<V, A, R>> combiner) {
    graph.shippable("codec of operator window", accumulators);
    return new WindowedDStream<>(
        graph,
        new TimeWindowOperator<>(
            null,
            operator,
            clock,
            rules,
            keys,
            Objects.requireNonNull(accumulators, "accumulators"),
            combiner,
            StateBudget.unlimited()));
  }
}
