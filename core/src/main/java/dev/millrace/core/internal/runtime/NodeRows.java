package dev.millrace.core.internal.runtime;

import dev.millrace.core.Batch;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.stage.CountStage;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many rows come out of each operator in one batch, if anybody wants to know. */
final class NodeRows {
  private static final NodeRows NONE = new NodeRows(List.of());

  private final List<Operator<?>> operators;
  private final IdentityHashMap<Operator<?>, LongAdder> counters = new IdentityHashMap<>();

  private NodeRows(List<Operator<?>> operators) {
    this.operators = operators;
    operators.forEach(operator -> counters.put(operator, new LongAdder()));
  }

  /** Counts nothing. */
  static NodeRows none() {
    return NONE;
  }

  /**
   * @param operators in the order of their ids
   */
  static NodeRows of(List<Operator<?>> operators) {
    return new NodeRows(operators);
  }

  /** The same batch, whose rows are counted as they are read. */
  <T> Batch<T> counted(Operator<T> operator, Batch<T> batch) {
    LongAdder counter = counters.get(operator);
    return counter == null ? batch : batch.pipe(new CountStage<>(counter));
  }

  /** By the operators' ids. */
  Map<Integer, Long> counts() {
    Map<Integer, Long> counts = new LinkedHashMap<>();
    for (int id = 0; id < operators.size(); id++) {
      counts.put(id, counters.get(operators.get(id)).sum());
    }
    return counts;
  }
}
