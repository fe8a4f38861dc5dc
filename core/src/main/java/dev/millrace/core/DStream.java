package dev.millrace.core;

import dev.millrace.core.function.Consumer;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.function.FlatMapFunction;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.function.MapPartitionsFunction;
import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.ForeachBatchOperator;
import dev.millrace.core.internal.graph.NarrowOperator;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.ProcessOperator;
import dev.millrace.core.internal.graph.UnionOperator;
import dev.millrace.core.internal.stage.FilterStage;
import dev.millrace.core.internal.stage.FlatMapStage;
import dev.millrace.core.internal.stage.MapPartitionsStage;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.internal.stage.PeekStage;
import dev.millrace.core.sink.Sink;
import java.util.Objects;

/**
 * A discretized stream: an unbounded sequence of micro-batches of {@code T}.
 *
 * <p>A DStream describes and never computes; every method returns another description at once. Each
 * batch of the result comes of the same batch of the inputs, in partitions: narrow operators
 * ({@code map}, {@code filter} …) keep values where they are and in order, and a chain of them is
 * one pass.
 *
 * <p>Immutable and thread-safe.
 */
public final class DStream<T> {
  private final DStreamGraph graph;
  private final Operator<T> operator;

  DStream(DStreamGraph graph, Operator<T> operator) {
    this.graph = graph;
    this.operator = operator;
  }

  /**
   * The same stream under a stable name, by which state is matched and messages speak of it.
   *
   * @param name not blank
   */
  public DStream<T> named(String name) {
    if (name.isBlank()) {
      throw new ConfigurationException("an operator's name must not be blank");
    }
    return new DStream<>(graph, operator.withName(name));
  }

  /** One value for each. */
  public <R> DStream<R> map(MapFunction<? super T, ? extends R> function) {
    return then(
        new NarrowOperator<>(null, "map", operator, where -> new MapStage<>(where, function)));
  }

  /** The values that pass {@code test}. */
  public DStream<T> filter(FilterFunction<? super T> test) {
    return then(
        new NarrowOperator<>(null, "filter", operator, where -> new FilterStage<>(where, test)));
  }

  /** Any number of values for each. */
  public <R> DStream<R> flatMap(FlatMapFunction<? super T, R> function) {
    return then(
        new NarrowOperator<>(
            null, "flatMap", operator, where -> new FlatMapStage<>(where, function)));
  }

  /** Any number of values for each partition of each batch; partitions may be empty. */
  public <R> DStream<R> mapPartitions(MapPartitionsFunction<T, R> function) {
    return then(
        new NarrowOperator<>(
            null, "mapPartitions", operator, where -> new MapPartitionsStage<>(where, function)));
  }

  /**
   * Shows every value to {@code consumer} on its way: for looking at, not for output, since a value
   * that is computed again is shown again.
   */
  public DStream<T> peek(Consumer<? super T> consumer) {
    return then(
        new NarrowOperator<>(null, "peek", operator, where -> new PeekStage<>(where, consumer)));
  }

  /** This stream's values followed, batch by batch, by the other's. */
  public DStream<T> union(DStream<T> other) {
    return then(new UnionOperator<>(null, operator, other.in(graph)));
  }

  /** Hands whole batches to a processor of one's own; must be named. */
  public <R> DStream<R> process(SerializableSupplier<BatchProcessor<T, R>> processor) {
    return then(new ProcessOperator<>(null, operator, processor));
  }

  /**
   * Does something with every batch, on the driver's thread, before the batch is committed. A batch
   * that is redone after a crash is handed over again, under the same batch id; for output that
   * counts once use a {@link Sink}.
   */
  public void foreachBatch(BatchConsumer<T> consumer) {
    String name = "foreachBatch-" + graph.outputs().size();
    graph.add(
        new DStreamGraph.Output<>(
            name, new ForeachBatchOperator<>(name, operator, consumer), new NoSink()));
  }

  /** Writes every batch to {@code sink}, which the pipeline knows as {@code name}. */
  public void to(String name, Sink<? super T> sink) {
    graph.add(
        new DStreamGraph.Output<>(
            Objects.requireNonNull(name, "name"), operator, Objects.requireNonNull(sink, "sink")));
  }

  private <R> DStream<R> then(Operator<R> next) {
    return new DStream<>(graph, next);
  }

  private Operator<T> in(DStreamGraph expected) {
    if (graph != expected) {
      throw new ConfigurationException(
          "streams of two StreamingContexts cannot be combined; create both in one context");
    }
    return operator;
  }
}
