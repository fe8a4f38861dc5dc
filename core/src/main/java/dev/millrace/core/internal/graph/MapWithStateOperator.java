package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Meets the values of a batch with the state of their keys, and keys that time out. */
public final class MapWithStateOperator<K, V, S, R>
    extends TableOperator<R, MapWithStateOperator<K, V, S, R>>
    implements Stateful<InitializedTable<K, S>> {
  private final Operator<KeyValue<K, V>> input;
  private final StateSpec<K, V, S, R> spec;

  public MapWithStateOperator(
      String name, Operator<KeyValue<K, V>> input, StateSpec<K, V, S, R> spec, StateBudget budget) {
    super(name, budget);
    this.input = input;
    this.spec = Objects.requireNonNull(spec, "spec");
  }

  @Override
  public String kind() {
    return "mapWithState";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    InitializedTable<K, S> state = scope.state(this);
    if (!state.isInitialized()) {
      fill(scope.engine(), state.table());
      state.initialized();
    }
    Instant expireBefore =
        spec.timeout().map(timeout -> scope.info().time().minus(timeout)).orElse(Instant.EPOCH);
    Batch<R> results =
        scope
            .engine()
            .update(
                scope.batch(input),
                state.table(),
                new KeyStateMeeting<>(where(), spec.function()),
                spec.timeout().isPresent()
                    ? StateFunction.Visit.EXPIRED
                    : StateFunction.Visit.ARRIVED,
                expireBefore);
    state.table().apply();
    return results;
  }

  private void fill(Engine engine, StateTable<K, S> table) {
    if (!spec.initial().isEmpty()) {
      engine.update(
          engine.of(List.of(spec.initial())),
          table,
          first(where()),
          StateFunction.Visit.ARRIVED,
          Instant.EPOCH);
      table.apply();
    }
  }

  private static <K, S> StateFunction<K, S, S, Void> first(String where) {
    return (key, none, states, out) -> {
      if (states.size() > 1) {
        throw new ConfigurationException(
            where + ": " + states.size() + " initial states for key " + key + ", expected one");
      }
      return Optional.of(states.get(0));
    };
  }

  @Override
  protected MapWithStateOperator<K, V, S, R> with(String newName, StateBudget budget) {
    return new MapWithStateOperator<>(newName, input, spec, budget);
  }

  @Override
  public InitializedTable<K, S> newState(Engine engine, int partitions) {
    return new InitializedTable<>(
        engine.stateTable(
            budgeted(
                new StateDescriptor<>(
                    label(), spec.keys(), spec.states(), partitions, spec.timeout().isPresent()))));
  }
}
