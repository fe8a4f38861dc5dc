package dev.millrace.core;

import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.Steps;
import dev.millrace.core.internal.graph.TimeWindowOperator;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.WindowResult;

/**
 * What windows by event time give, and what came too late for them. Must be named, before either is
 * asked for. Immutable and thread-safe.
 */
public final class WindowedDStream<K, V, R> {
  private final DStreamGraph graph;
  private final TimeWindowOperator<K, V, ?, R> operator;

  WindowedDStream(DStreamGraph graph, TimeWindowOperator<K, V, ?, R> operator) {
    this.graph = graph;
    this.operator = operator;
  }

  /** The same under a stable name, by which state is matched. */
  public WindowedDStream<K, V, R> named(String name) {
    return new WindowedDStream<>(graph, operator.withName(Steps.checkedName(name)));
  }

  /**
   * The same, whose open windows have a budget: a key that is removed loses all of its windows, and
   * those that values come for again begin anew.
   */
  public WindowedDStream<K, V, R> withBudget(StateBudget budget) {
    return new WindowedDStream<>(graph, operator.withBudget(budget));
  }

  /**
   * A result per window that fired in the batch: within a partition by the end of the windows;
   * those of equal end in the order of their keys, first those that got values in the batch.
   */
  public DStream<WindowResult<K, R>> results() {
    return new DStream<>(graph, operator);
  }

  /** The records that are in no window because they came too late. */
  public DStream<KeyValue<K, Timed<V>>> lateRecords() {
    return new DStream<>(graph, operator.lateRecords());
  }
}
