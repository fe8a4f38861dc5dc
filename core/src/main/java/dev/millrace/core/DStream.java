package dev.millrace.core;

import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.Consumer;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.function.FlatMapFunction;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.function.MapPartitionsFunction;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.core.internal.graph.AggregateStep;
import dev.millrace.core.internal.graph.BatchOperator;
import dev.millrace.core.internal.graph.BatchStep;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.EventTimeOperator;
import dev.millrace.core.internal.graph.ForeachBatchOperator;
import dev.millrace.core.internal.graph.NarrowOperator;
import dev.millrace.core.internal.graph.NoSink;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.PairOperator;
import dev.millrace.core.internal.graph.ProcessOperator;
import dev.millrace.core.internal.graph.ReduceStep;
import dev.millrace.core.internal.graph.SqlOperator;
import dev.millrace.core.internal.graph.Steps;
import dev.millrace.core.internal.graph.TableOperator;
import dev.millrace.core.internal.graph.UnionOperator;
import dev.millrace.core.internal.graph.Windows;
import dev.millrace.core.internal.stage.FilterStage;
import dev.millrace.core.internal.stage.FlatMapStage;
import dev.millrace.core.internal.stage.KeyByStage;
import dev.millrace.core.internal.stage.MapPartitionsStage;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.internal.stage.PeekStage;
import dev.millrace.core.internal.stage.RouteStage;
import dev.millrace.core.internal.stage.SampleStage;
import dev.millrace.core.internal.stage.SelectStage;
import dev.millrace.core.observe.PipelineGraph;
import dev.millrace.core.row.Row;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.BatchWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A discretized stream: an unbounded sequence of micro-batches of {@code T}.
 *
 * <p>A DStream describes and never computes; every method returns another description at once. Each
 * batch of the result comes of the same batch of the inputs, in partitions. Narrow operators
 * ({@code map}, {@code filter} …) keep values where they are and in order, and a chain of them is
 * one pass; a shuffle moves them in a fixed order. So results depend on the partitioning of the
 * input, never on timing or the number of threads.
 *
 * <pre>{@code
 * context.source("lines", lines)
 *     .<String>flatMap((line, out) -> {
 *       for (String word : line.split(" ")) {
 *         out.emit(word);
 *       }
 *     })
 *     .countByValue()
 *     .toPairs()
 *     .to("counts", sink);
 * }</pre>
 *
 * <p>Functions are given values that they must not modify, run on several threads, and may see a
 * value again when a task or a batch is redone; null is not a value. What a function throws stops
 * the pipeline, after retries, with a message that names the operator. Where the engine sends
 * functions to other JVMs, one that cannot be serialized is refused with a {@link
 * ConfigurationException} by the method that it is given to. Immutable and thread-safe.
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
   * Operators that keep state must be named, each its own.
   *
   * @param name not blank
   */
  public DStream<T> named(String name) {
    return then(operator.withName(Steps.checkedName(name)));
  }

  /**
   * The same stream, whose keyed state has a budget: directly after the operator that keeps it, or
   * after its name. What is given up is counted in {@link
   * dev.millrace.core.observe.BatchReport#stateUsage}.
   *
   * @throws ConfigurationException if the operator is not one of those whose state grows with keys:
   *     mapWithState, updateStateByKey, process, intervalJoin, and windows of event time. Windows
   *     over batches are as large as their batches, which {@link StreamingConfig} bounds
   */
  public DStream<T> withBudget(StateBudget budget) {
    return then(TableOperator.withBudget(operator, budget));
  }

  /** What its batches come of, from the sources to the operator that this is the result of. */
  public PipelineGraph lineage() {
    return DStreamGraph.lineage(operator);
  }

  /** Names the operator that this is the result of. */
  @Override
  public String toString() {
    return "stream of " + operator.where();
  }

  /** One value for each. */
  public <R> DStream<R> map(MapFunction<? super T, ? extends R> function) {
    shippable("map", "function", function);
    return then(
        new NarrowOperator<>(null, "map", operator, where -> new MapStage<>(where, function)));
  }

  /** The values that pass {@code test}. */
  public DStream<T> filter(FilterFunction<? super T> test) {
    shippable("filter", "test", test);
    return then(
        new NarrowOperator<>(null, "filter", operator, where -> new FilterStage<>(where, test)));
  }

  /** Any number of values for each. */
  public <R> DStream<R> flatMap(FlatMapFunction<? super T, R> function) {
    shippable("flatMap", "function", function);
    return then(
        new NarrowOperator<>(
            null, "flatMap", operator, where -> new FlatMapStage<>(where, function)));
  }

  /** Any number of values for each partition of each batch; partitions may be empty. */
  public <R> DStream<R> mapPartitions(MapPartitionsFunction<T, R> function) {
    shippable("mapPartitions", "function", function);
    return then(
        new NarrowOperator<>(
            null, "mapPartitions", operator, where -> new MapPartitionsStage<>(where, function)));
  }

  /** Each partition as one list, empty ones included. */
  public DStream<List<T>> glom() {
    return then(
        new NarrowOperator<>(
            null,
            "glom",
            operator,
            where -> new MapPartitionsStage<T, List<T>>(where, Steps::emitWhole)));
  }

  /**
   * Shows every value to {@code consumer} on its way: for looking at, not for output, since a value
   * that is computed again is shown again.
   */
  public DStream<T> peek(Consumer<? super T> consumer) {
    shippable("peek", "consumer", consumer);
    return then(
        new NarrowOperator<>(null, "peek", operator, where -> new PeekStage<>(where, consumer)));
  }

  /**
   * Keeps each value with probability {@code fraction}. What is kept depends on the seed, the batch
   * id, the partition and the value's place in it, so it is the same when a batch is redone.
   *
   * @param fraction from 0 to 1
   */
  public DStream<T> sample(double fraction, long seed) {
    return then(
        new NarrowOperator<>(null, "sample", operator, where -> new SampleStage<>(fraction, seed)));
  }

  /**
   * Splits the stream: the <i>i</i>th stream has the values whose first test passed is the
   * <i>i</i>th; one more stream has the rest.
   *
   * @return one stream more than there are tests
   */
  @SafeVarargs
  public final List<DStream<T>> split(FilterFunction<? super T>... tests) {
    List<FilterFunction<? super T>> copy = new ArrayList<>();
    for (FilterFunction<? super T> test : tests) {
      shippable("split", "test " + copy.size(), test);
      copy.add(test);
    }
    Operator<KeyValue<Integer, T>> routed =
        new NarrowOperator<>(null, "split", operator, where -> new RouteStage<T>(where, copy));
    List<DStream<T>> ways = new ArrayList<>();
    for (int i = 0; i <= tests.length; i++) {
      int way = i;
      ways.add(then(new NarrowOperator<>(null, "split", routed, where -> new SelectStage<>(way))));
    }
    return List.copyOf(ways);
  }

  /** This stream's values followed, batch by batch, by the other's. */
  public DStream<T> union(DStream<T> other) {
    return then(new UnionOperator<>(null, operator, other.operatorIn(graph)));
  }

  /**
   * Spreads the values of each batch evenly, in turn, over so many partitions.
   *
   * @param partitions at least 1
   */
  public DStream<T> repartition(int partitions) {
    if (partitions < 1) {
      throw new ConfigurationException("partitions must be at least 1, got " + partitions);
    }
    return step("repartition", (batch, where, scope) -> batch.repartition(partitions));
  }

  /** Computes each batch once, however often it is read. */
  public DStream<T> cache() {
    return step("cache", (batch, where, scope) -> batch.cache());
  }

  /** How many values each batch has: one number per batch, 0 for an empty one. */
  public DStream<Long> count() {
    return step("count", Steps.count());
  }

  /** How often each value stands in a batch. Values are keys; see {@link KeyValue}. */
  public KeyedDStream<T, Long> countByValue() {
    return keyed(new BatchOperator<>(null, "countByValue", operator, Steps.countByValue()));
  }

  /** All values of a batch combined into one; an empty batch gives none. */
  public DStream<T> reduce(ReduceFunction<T> function) {
    shippable("reduce", "function", function);
    return step("reduce", new ReduceStep<>(function));
  }

  /** One result per batch, also of an empty one. */
  public <A, R> DStream<R> aggregate(Aggregation<? super T, A, R> aggregation) {
    shippable("aggregate", "aggregation", aggregation);
    return step("aggregate", new AggregateStep<>(aggregation));
  }

  /** Every value of a batch once, at some place. Values are keys; see {@link KeyValue}. */
  public DStream<T> distinct() {
    return step("distinct", Steps.distinct());
  }

  /** Whole batches into whole batches, on the driver's thread. */
  public <R> DStream<R> transform(BatchFunction<T, R> function) {
    return step("transform", Steps.transform(function));
  }

  /** Whole batches of two streams into whole batches, on the driver's thread. */
  public <U, R> DStream<R> transformWith(DStream<U> other, BiBatchFunction<T, U, R> function) {
    return then(
        new PairOperator<>(
            null,
            "transformWith",
            operator,
            other.operatorIn(graph),
            Steps.transformWith(function)));
  }

  /** Gives each value a key; the value stays whole. */
  public <K> KeyedDStream<K, T> keyBy(KeyExtractor<? super T, ? extends K> extractor) {
    shippable("keyBy", "key extractor", extractor);
    return keyed(
        new NarrowOperator<>(
            null, "keyBy", operator, where -> new KeyByStage<K, T>(where, extractor)));
  }

  /**
   * Lets each value tell when what it speaks of happened. Values of one split of a source are taken
   * as one sequence if nothing has moved them since they were read: give a stream its event time
   * before it is shuffled. Must be named.
   */
  public EventTimeDStream<T> withEventTime(EventTime<T> eventTime) {
    shippable("withEventTime", "timestamp extractor", eventTime.timestamps());
    shippable("withEventTime", "watermark policy", eventTime.watermarks());
    return new EventTimeDStream<>(graph, new EventTimeOperator<>(null, operator, eventTime));
  }

  /**
   * The values of all batches in the window, at every slide; empty between slides. Must be named.
   *
   * @param codec how the values are written to the checkpoint
   */
  public DStream<T> window(BatchWindow window, StateCodec<T> codec) {
    shippable("window", "codec", codec);
    return then(Windows.plain(operator, window, codec));
  }

  /** How many values the window has: one number per slide. Must be named. */
  public DStream<Long> countByWindow(BatchWindow window) {
    return then(Windows.count(operator, window));
  }

  /** How often each value stands in the window, at every slide. Must be named. */
  public KeyedDStream<T, Long> countByValueAndWindow(BatchWindow window, StateCodec<T> codec) {
    shippable("countByValueAndWindow", "codec", codec);
    return keyed(Windows.countByValue(operator, window, codec));
  }

  /**
   * The values of the window combined into one, at every slide; an empty window gives none. Each
   * batch is reduced once; must be named.
   */
  public DStream<T> reduceByWindow(
      BatchWindow window, StateCodec<T> codec, ReduceFunction<T> function) {
    shippable("reduceByWindow", "codec", codec);
    shippable("reduceByWindow", "function", function);
    return then(Windows.reduce(operator, window, codec, function));
  }

  /**
   * As {@link #reduceByWindow(BatchWindow, StateCodec, ReduceFunction)}, at a cost that does not
   * grow with the window: what enters is added and what leaves is taken out. Must be named.
   *
   * @param inverse gives {@code a} for {@code function(a, b)} and {@code b}; floating-point numbers
   *     gather rounding errors
   */
  public DStream<T> reduceByWindow(
      BatchWindow window,
      StateCodec<T> codec,
      ReduceFunction<T> function,
      ReduceFunction<T> inverse) {
    shippable("reduceByWindow", "codec", codec);
    shippable("reduceByWindow", "function", function);
    shippable("reduceByWindow", "inverse", inverse);
    return then(Windows.reduce(operator, window, codec, function, inverse));
  }

  /**
   * Runs an SQL query over each batch, the table {@code batch}. Values are records, {@code Row}s or
   * JSON objects as text; see {@link SqlTable} for their columns and {@link
   * dev.millrace.core.sql.SqlRowBuilder} for what comes back. Needs an SQL engine on the class
   * path, whose dialect the query is in: {@code millrace-duckdb}, or on Spark {@code
   * millrace-spark}.
   *
   * <pre>{@code
   * payments.window(BatchWindow.batches(60, 10), StateCodecs.record(Payment.class))
   *     .sql("SELECT card, sum(amount) AS spent FROM batch GROUP BY card ORDER BY card")
   * }</pre>
   *
   * <p>Each batch tells its columns, so an empty one gives no rows whatever the query. Between the
   * slides of a window the query does not run. To have the query checked at the start, and an empty
   * batch counted as 0, say the columns: {@link #sql(SqlTable, String)}.
   *
   * @throws ConfigurationException when there is no SQL engine on the class path
   */
  public DStream<Row> sql(String query) {
    return sql(query, Optional.empty());
  }

  /**
   * As {@link #sql(String)} with known columns: a query that does not fit them fails at the start
   * of the pipeline, in a message that lists them, and one over an empty batch gives what SQL says
   * ({@code count(*)} gives 0).
   */
  public DStream<Row> sql(SqlTable<T> table, String query) {
    return sql(query, Optional.of(table));
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
            name, new ForeachBatchOperator<>(name, operator, consumer), new NoSink<>()));
  }

  /** Writes every batch to {@code sink}, which the pipeline knows as {@code name}. */
  public void to(String name, Sink<? super T> sink) {
    graph.add(
        new DStreamGraph.Output<>(
            Objects.requireNonNull(name, "name"), operator, Objects.requireNonNull(sink, "sink")));
  }

  /**
   * For who builds operators of their own upon {@link #process}: checks a function that the
   * processor will have its batches run, as this class checks what it is given. Does nothing unless
   * the engine {@link dev.millrace.core.engine.EngineProvider#shipsFunctions ships functions}.
   *
   * @param what names it, for instance {@code "feature extractor of a learning stream"}
   * @throws ConfigurationException naming what in {@code function} cannot be serialized
   */
  public void requireShippable(String what, Object function) {
    graph.shippable(what, function);
  }

  DStreamGraph graph() {
    return graph;
  }

  /** This stream's operator, for use in a graph that must be the same. */
  Operator<T> operatorIn(DStreamGraph expected) {
    if (graph != expected) {
      throw new ConfigurationException(
          "streams of two StreamingContexts cannot be combined; create both in one context");
    }
    return operator;
  }

  /** Checks, when the engine ships, what a user gives to an operator that is being made. */
  private void shippable(String kind, String what, Object value) {
    graph.shippable(what + " of operator " + kind, value);
  }

  private DStream<Row> sql(String query, Optional<SqlTable<T>> table) {
    SqlOperator.engines();
    table.ifPresent(known -> shippable("sql", "table", known));
    return then(new SqlOperator<>(null, operator, query, table));
  }

  private <R> DStream<R> step(String kind, BatchStep<T, R> step) {
    return then(new BatchOperator<>(null, kind, operator, step));
  }

  private <R> DStream<R> then(Operator<R> next) {
    return new DStream<>(graph, next);
  }

  private <K, V> KeyedDStream<K, V> keyed(Operator<KeyValue<K, V>> next) {
    return new KeyedDStream<>(graph, next);
  }
}
