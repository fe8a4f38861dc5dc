package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.window.BatchWindow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Reduces the values of each key over a window by adding the batch that enters and taking out those
 * that leave, so its cost does not grow with the window's length. A key whose last batch has left
 * is gone: how many batches of the window hold a key is counted, so no test of the value is needed.
 */
public final class InverseWindowOperator<T, K, V, R> extends Operator<R>
    implements Stateful<RunningWindow<K, V>> {
  private final String kind;
  private final Operator<T> input;
  private final BatchWindow window;
  private final StateCodec<K> keys;
  private final StateCodec<V> values;
  private final ReduceFunction<V> reduce;
  private final ReduceFunction<V> inverse;
  private final BatchStep<T, KeyValue<K, V>> perBatch;
  private final BatchStep<KeyValue<K, V>, R> perWindow;

  /**
   * @param perBatch gives each key once
   * @param perWindow what is shown of the reduced keys
   */
  public InverseWindowOperator(
      String name,
      String kind,
      Operator<T> input,
      BatchWindow window,
      StateCodec<K> keys,
      StateCodec<V> values,
      ReduceFunction<V> reduce,
      ReduceFunction<V> inverse,
      BatchStep<T, KeyValue<K, V>> perBatch,
      BatchStep<KeyValue<K, V>, R> perWindow) {
    super(name);
    this.kind = kind;
    this.input = input;
    this.window = Objects.requireNonNull(window, "window");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.values = Objects.requireNonNull(values, "values");
    this.reduce = Objects.requireNonNull(reduce, "reduce");
    this.inverse = Objects.requireNonNull(inverse, "inverse");
    this.perBatch = perBatch;
    this.perWindow = perWindow;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    RunningWindow<K, V> state = scope.state(this);
    List<Batch<KeyValue<K, V>>> leaving =
        state.held().add(scope.info(), perBatch.apply(scope.batch(input), where(), scope));
    Batch<KeyValue<K, RunningWindow.Change<V>>> changes = tagged(state.held().newest(), true);
    for (Batch<KeyValue<K, V>> batch : leaving) {
      changes = changes.union(tagged(batch, false));
    }
    boolean slid = state.held().slid();
    Batch<KeyValue<K, V>> results =
        scope
            .engine()
            .update(
                changes,
                state.running(),
                new RunningWindow.Meeting<>(where(), reduce, inverse, slid),
                slid ? StateFunction.Visit.ALL : StateFunction.Visit.ARRIVED,
                Instant.EPOCH);
    state.running().apply();
    return perWindow.apply(results, where(), scope);
  }

  private Batch<KeyValue<K, RunningWindow.Change<V>>> tagged(
      Batch<KeyValue<K, V>> batch, boolean enters) {
    return batch.pipe(
        new MapStage<>(
            where(),
            pair -> new KeyValue<>(pair.key(), new RunningWindow.Change<>(enters, pair.value()))));
  }

  @Override
  public Operator<R> withName(String newName) {
    return new InverseWindowOperator<>(
        newName, kind, input, window, keys, values, reduce, inverse, perBatch, perWindow);
  }

  @Override
  public RunningWindow<K, V> newState(Engine engine, int partitions) {
    StateCodec<KeyValue<V, Long>> counted = StateCodecs.pair(values, StateCodecs.int64());
    return new RunningWindow<>(
        new HeldBatches<>(engine, label(), window, StateCodecs.pair(keys, values)),
        engine.stateTable(new StateDescriptor<>(label(), keys, counted, partitions)));
  }
}
