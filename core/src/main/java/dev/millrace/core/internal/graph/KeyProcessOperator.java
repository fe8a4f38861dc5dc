package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.internal.eventtime.Fired;
import dev.millrace.core.internal.eventtime.ProcessMeeting;
import dev.millrace.core.internal.eventtime.ProcessState;
import dev.millrace.core.internal.eventtime.Watch;
import dev.millrace.core.internal.stage.MapPartitionsStage;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.time.Timed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Meets the values of a batch with the state of their keys, and keys whose timers are due. */
public final class KeyProcessOperator<K, V, S, R>
    extends TableOperator<R, KeyProcessOperator<K, V, S, R>>
    implements Stateful<StateTable<K, ProcessState<V, S>>> {
  private final Operator<KeyValue<K, Timed<V>>> input;
  private final EventTimeOperator<?> clock;
  private final StateCodec<K> keys;
  private final ProcessSpec<K, V, S, R> spec;

  public KeyProcessOperator(
      String name,
      Operator<KeyValue<K, Timed<V>>> input,
      EventTimeOperator<?> clock,
      StateCodec<K> keys,
      ProcessSpec<K, V, S, R> spec,
      StateBudget budget) {
    super(name, budget);
    this.input = input;
    this.clock = clock;
    this.keys = keys;
    this.spec = Objects.requireNonNull(spec, "spec");
  }

  @Override
  public String kind() {
    return "process by key";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    StateTable<K, ProcessState<V, S>> table = scope.state(this);
    Batch<KeyValue<K, Timed<V>>> arrived = scope.batch(input);
    Watch watch = scope.state(clock).watch();
    Batch<Fired<R>> fired =
        scope
            .engine()
            .update(
                arrived,
                table,
                new ProcessMeeting<>(
                    where(), spec.function(), spec.waiting().isPresent(), watch, scope.info()),
                StateFunction.Visit.DUE,
                Instant.ofEpochMilli(watch.after().epochMillis()));
    table.apply();
    return fired.pipe(new MapPartitionsStage<>(where(), Fired::sorted));
  }

  @Override
  protected KeyProcessOperator<K, V, S, R> with(String newName, StateBudget budget) {
    return new KeyProcessOperator<>(newName, input, clock, keys, spec, budget);
  }

  @Override
  public StateTable<K, ProcessState<V, S>> newState(Engine engine, int partitions) {
    return engine.stateTable(budgeted(ProcessMeeting.table(label(), keys, spec, partitions)));
  }
}
