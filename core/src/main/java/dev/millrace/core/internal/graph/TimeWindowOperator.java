package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.internal.eventtime.Pane;
import dev.millrace.core.internal.eventtime.Watch;
import dev.millrace.core.internal.eventtime.WindowMeeting;
import dev.millrace.core.internal.eventtime.WindowRules;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.internal.stage.MapPartitionsStage;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.WindowResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Windows of each key by event time. */
public final class TimeWindowOperator<K, V, A, R>
    extends TableOperator<WindowResult<K, R>, TimeWindowOperator<K, V, A, R>>
    implements Stateful<LateCounted<K, List<Pane<A>>>> {
  private final Operator<KeyValue<K, Timed<V>>> input;
  private final EventTimeOperator<?> clock;
  private final WindowRules rules;
  private final StateCodec<K> keys;
  private final StateCodec<A> accumulators;
  private final Function<String, Combiner<V, A, R>> combiner;

  /**
   * @param combiner made when told how messages name the operator
   */
  public TimeWindowOperator(
      String name,
      Operator<KeyValue<K, Timed<V>>> input,
      EventTimeOperator<?> clock,
      WindowRules rules,
      StateCodec<K> keys,
      StateCodec<A> accumulators,
      Function<String, Combiner<V, A, R>> combiner,
      StateBudget budget) {
    super(name, budget);
    this.input = input;
    this.clock = clock;
    this.rules = rules;
    this.keys = keys;
    this.accumulators = accumulators;
    this.combiner = combiner;
  }

  @Override
  public String kind() {
    return "window";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<WindowResult<K, R>> compute(BatchScope scope) throws Exception {
    LateCounted<K, List<Pane<A>>> state = scope.state(this);
    Batch<KeyValue<K, Timed<V>>> arrived = scope.batch(input);
    StreamTime time = scope.state(clock);
    Watch watch = time.watch();
    long limit = rules.lateBefore(watch.before());
    boolean late = time.earliest() < limit;
    Batch<KeyValue<K, Timed<V>>> once = late ? arrived.cache() : arrived;
    state.count(late ? LateOperator.before(once, limit).count() : 0);
    Batch<WindowResult<K, R>> results =
        scope
            .engine()
            .update(
                late ? LateOperator.from(once, limit) : once,
                state.table(),
                new WindowMeeting<>(rules, combiner.apply(where()), watch, scope.info()),
                StateFunction.Visit.DUE,
                Instant.ofEpochMilli(watch.after().epochMillis()));
    state.table().apply();
    return results.pipe(new MapPartitionsStage<>(where(), TimeWindowOperator::byEnd));
  }

  private static <K, R> void byEnd(
      List<WindowResult<K, R>> results, Emitter<WindowResult<K, R>> out) throws Exception {
    List<WindowResult<K, R>> sorted = new ArrayList<>(results);
    sorted.sort(Comparator.comparing(WindowResult::end));
    for (WindowResult<K, R> result : sorted) {
      out.emit(result);
    }
  }

  /** What these windows leave out. */
  public Operator<KeyValue<K, Timed<V>>> lateRecords() {
    return new LateOperator<>(null, input, clock, rules);
  }

  @Override
  protected TimeWindowOperator<K, V, A, R> with(String newName, StateBudget budget) {
    return new TimeWindowOperator<>(
        newName, input, clock, rules, keys, accumulators, combiner, budget);
  }

  @Override
  public LateCounted<K, List<Pane<A>>> newState(Engine engine, int partitions) {
    return new LateCounted<>(
        engine.stateTable(
            budgeted(WindowMeeting.table(label(), keys, accumulators, rules, partitions))));
  }
}
