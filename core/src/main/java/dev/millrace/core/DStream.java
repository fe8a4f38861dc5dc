package dev.millrace.core;

import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.ProcessOperator;
import dev.millrace.core.sink.Sink;

/** A discretized stream: an unbounded sequence of micro-batches of {@code T}. */
public final class DStream<T> {
  private final DStreamGraph graph;
  private final Operator<T> operator;

  DStream(DStreamGraph graph, Operator<T> operator) {
    this.graph = graph;
    this.operator = operator;
  }

  /** The same stream under a stable name, by which state is matched. */
  public DStream<T> named(String name) {
    return new DStream<>(graph, operator.withName(name));
  }

  /** Hands whole batches to a processor of one's own; must be named. */
  public <R> DStream<R> process(SerializableSupplier<BatchProcessor<T, R>> processor) {
    return new DStream<>(graph, new ProcessOperator<>(null, operator, processor));
  }

  /** Writes every batch to {@code sink}, which the pipeline knows as {@code name}. */
  public void to(String name, Sink<? super T> sink) {
    graph.add(new DStreamGraph.Output<>(name, operator, sink));
  }
}
