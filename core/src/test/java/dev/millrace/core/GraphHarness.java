package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.internal.graph.BatchScope;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.Resourceful;
import dev.millrace.core.internal.graph.SourceOperator;
import dev.millrace.core.internal.graph.Stateful;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.testing.ShippingEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs operators on given batches without a runtime. Every pipeline is run with 1, 2 and 7 threads,
 * each time once through and once with all state saved and restored into new objects between any
 * two batches, and once by an engine that serializes all that it runs; all runs must agree,
 * partition by partition.
 */
final class GraphHarness {
  static final int PARTITIONS = 3;

  /** Seconds between the times of two batches, the first of which is 0. */
  static final int INTERVAL = 10;

  private GraphHarness() {}

  /** The given partitions, one batch after the other. */
  private static final class Input<T> extends Operator<T> {
    private final List<List<List<T>>> batches;

    Input(List<List<List<T>>> batches) {
      super("input");
      this.batches = batches;
    }

    @Override
    public String kind() {
      return "input";
    }

    @Override
    public List<Operator<?>> inputs() {
      return List.of();
    }

    @Override
    public Batch<T> compute(BatchScope scope) {
      return scope.engine().of(batches.get((int) scope.info().id()));
    }

    @Override
    public Operator<T> withName(String newName) {
      return this;
    }
  }

  private static final class Scope implements BatchScope {
    private final Engine engine;
    private final BatchInfo info;
    private final Map<Stateful<?>, Checkpointed> states;
    private final Map<Operator<?>, Batch<?>> batches = new LinkedHashMap<>();

    Scope(Engine engine, BatchInfo info, Map<Stateful<?>, Checkpointed> states) {
      this.engine = engine;
      this.info = info;
      this.states = states;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Batch<T> batch(Operator<T> operator) throws Exception {
      Batch<T> batch = (Batch<T>) batches.get(operator);
      if (batch == null) {
        batch = operator.compute(this);
        batches.put(operator, batch);
      }
      return batch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends Checkpointed> S state(Stateful<S> operator) {
      return (S) states.computeIfAbsent(operator, key -> operator.newState(engine, PARTITIONS));
    }

    @Override
    public <R extends AutoCloseable> R resource(Resourceful<R> operator) {
      throw new IllegalStateException("the harness opens nothing");
    }

    @Override
    public List<OffsetRange> ranges(SourceOperator<?> source) {
      throw new IllegalStateException("the harness has no sources");
    }

    @Override
    public int partitions() {
      return PARTITIONS;
    }

    @Override
    public BatchInfo info() {
      return info;
    }

    @Override
    public boolean isDegraded() {
      return false;
    }

    @Override
    public Engine engine() {
      return engine;
    }

    @Override
    public void reject(DeadLetter letter) {
      throw new IllegalStateException("unexpected " + letter);
    }
  }

  /** What {@code pipeline} makes of the batches: per batch, per partition. */
  static <T, R> List<List<List<R>>> partitions(
      List<List<List<T>>> batches, Function<DStream<T>, DStream<R>> pipeline) {
    return partitions(
        batches, List.of(), (DStream<T> stream, DStream<T> none) -> pipeline.apply(stream));
  }

  /** What {@code pipeline} makes of the batches: per batch, in order. */
  static <T, R> List<List<R>> run(
      List<List<List<T>>> batches, Function<DStream<T>, DStream<R>> pipeline) {
    return flat(partitions(batches, pipeline));
  }

  static <T, U, R> List<List<R>> run(
      List<List<List<T>>> left,
      List<List<List<U>>> right,
      BiFunction<DStream<T>, DStream<U>, DStream<R>> pipeline) {
    return flat(partitions(left, right, pipeline));
  }

  private static <T, U, R> List<List<List<R>>> partitions(
      List<List<List<T>>> left,
      List<List<List<U>>> right,
      BiFunction<DStream<T>, DStream<U>, DStream<R>> pipeline) {
    DStreamGraph graph = new DStreamGraph(false);
    Operator<R> operator =
        pipeline
            .apply(
                new DStream<>(graph, new Input<>(left)), new DStream<>(graph, new Input<>(right)))
            .operatorIn(graph);
    List<List<List<R>>> results =
        runOnce(operator, left.size(), () -> LocalEngine.withThreads(1, 0), false);
    for (int threads : new int[] {1, 2, 7}) {
      for (boolean restarts : new boolean[] {false, true}) {
        assertEquals(
            results,
            runOnce(operator, left.size(), () -> LocalEngine.withThreads(threads, 0), restarts),
            () -> threads + " threads, restarts: " + restarts);
      }
    }
    assertEquals(
        results,
        runOnce(operator, left.size(), () -> ShippingEngine.withThreads(2), true),
        "all that is run serialized");
    return results;
  }

  private static <R> List<List<List<R>>> runOnce(
      Operator<R> operator, int batches, Supplier<Engine> engines, boolean restarts) {
    List<List<List<R>>> results = new ArrayList<>();
    Map<Stateful<?>, Checkpointed> states = new LinkedHashMap<>();
    try (Engine engine = engines.get()) {
      for (int id = 0; id < batches; id++) {
        BatchInfo info = new BatchInfo(id, Instant.ofEpochSecond((long) id * INTERVAL));
        engine.beginBatch(info);
        results.add(new Scope(engine, info, states).batch(operator).collectPartitions());
        if (restarts) {
          states = restarted(states, engine);
        }
        engine.endBatch();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return results;
  }

  private static Map<Stateful<?>, Checkpointed> restarted(
      Map<Stateful<?>, Checkpointed> states, Engine engine) {
    Map<Stateful<?>, Checkpointed> restored = new LinkedHashMap<>();
    states.forEach(
        (operator, state) -> {
          byte[] bytes = saved(state);
          Checkpointed other = operator.newState(engine, PARTITIONS);
          other.restore(StateReader.of("state", bytes));
          assertEquals(List.of(hex(bytes)), List.of(hex(saved(other))));
          restored.put(operator, other);
        });
    return restored;
  }

  private static byte[] saved(Checkpointed state) {
    StateWriter out = new StateWriter();
    state.save(out);
    return out.toBytes();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static <R> List<List<R>> flat(List<List<List<R>>> batches) {
    return batches.stream()
        .map(partitions -> partitions.stream().flatMap(List::stream).toList())
        .toList();
  }
}
