package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.BiFunction;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Meets every key that has state or values, at every batch, and gives all that is then kept. */
public final class UpdateStateByKeyOperator<K, V, S>
    extends TableOperator<KeyValue<K, S>, UpdateStateByKeyOperator<K, V, S>>
    implements Stateful<StateTable<K, S>> {
  private final Operator<KeyValue<K, V>> input;
  private final StateCodec<K> keys;
  private final StateCodec<S> states;
  private final BiFunction<List<V>, Optional<S>, Optional<S>> update;

  public UpdateStateByKeyOperator(
      String name,
      Operator<KeyValue<K, V>> input,
      StateCodec<K> keys,
      StateCodec<S> states,
      BiFunction<List<V>, Optional<S>, Optional<S>> update,
      StateBudget budget) {
    super(name, budget);
    this.input = input;
    this.keys = Objects.requireNonNull(keys, "keys");
    this.states = Objects.requireNonNull(states, "states");
    this.update = Objects.requireNonNull(update, "update");
  }

  @Override
  public String kind() {
    return "updateStateByKey";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<KeyValue<K, S>> compute(BatchScope scope) throws Exception {
    StateTable<K, S> table = scope.state(this);
    Batch<KeyValue<K, S>> results =
        scope
            .engine()
            .update(
                scope.batch(input),
                table,
                meeting(where(), update),
                StateFunction.Visit.ALL,
                Instant.EPOCH);
    table.apply();
    return results;
  }

  private static <K, V, S> StateFunction<K, V, S, KeyValue<K, S>> meeting(
      String where, BiFunction<List<V>, Optional<S>, Optional<S>> update) {
    return (key, state, values, out) -> {
      Optional<S> after;
      try {
        after = UserCode.present(where, update.apply(values, state));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
      if (after.isPresent()) {
        out.emit(new KeyValue<>(key, after.get()));
      }
      return after;
    };
  }

  @Override
  protected UpdateStateByKeyOperator<K, V, S> with(String newName, StateBudget budget) {
    return new UpdateStateByKeyOperator<>(newName, input, keys, states, update, budget);
  }

  @Override
  public StateTable<K, S> newState(Engine engine, int partitions) {
    return engine.stateTable(budgeted(new StateDescriptor<>(label(), keys, states, partitions)));
  }
}
