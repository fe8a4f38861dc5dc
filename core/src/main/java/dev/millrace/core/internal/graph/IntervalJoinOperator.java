package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.Pair;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.internal.eventtime.JoinMeeting;
import dev.millrace.core.internal.eventtime.JoinRules;
import dev.millrace.core.internal.eventtime.JoinState;
import dev.millrace.core.internal.eventtime.Side;
import dev.millrace.core.internal.eventtime.Watch;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.time.Timed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Pairs of records of two streams whose times lie close together. */
public final class IntervalJoinOperator<K, V, W>
    extends TableOperator<KeyValue<K, Pair<Timed<V>, Timed<W>>>, IntervalJoinOperator<K, V, W>>
    implements Stateful<LateCounted<K, JoinState<V, W>>> {
  /**
   * A stream that is joined.
   *
   * @param values how its values are written to the checkpoint
   */
  public record Input<K, V>(
      Operator<KeyValue<K, Timed<V>>> operator, EventTimeOperator<?> clock, StateCodec<V> values) {
    public Input {
      Objects.requireNonNull(values, "values");
    }
  }

  private final Input<K, V> left;
  private final Input<K, W> right;
  private final StateCodec<K> keys;
  private final JoinRules rules;

  public IntervalJoinOperator(
      String name,
      Input<K, V> left,
      Input<K, W> right,
      StateCodec<K> keys,
      JoinRules rules,
      StateBudget budget) {
    super(name, budget);
    this.left = left;
    this.right = right;
    this.keys = keys;
    this.rules = rules;
  }

  @Override
  public String kind() {
    return "intervalJoin";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(left.operator, right.operator);
  }

  @Override
  public Batch<KeyValue<K, Pair<Timed<V>, Timed<W>>>> compute(BatchScope scope) throws Exception {
    LateCounted<K, JoinState<V, W>> state = scope.state(this);
    Batch<KeyValue<K, Timed<V>>> lefts = scope.batch(left.operator);
    Batch<KeyValue<K, Timed<W>>> rights = scope.batch(right.operator);
    Watch watch = scope.state(left.clock).watch().min(scope.state(right.clock).watch());
    long limit = watch.before().epochMillis();
    state.count(late(left, lefts, limit, scope) + late(right, rights, limit, scope));
    Batch<KeyValue<K, Pair<Timed<V>, Timed<W>>>> pairs =
        scope
            .engine()
            .update(
                side(true, lefts, limit).union(side(false, rights, limit)),
                state.table(),
                new JoinMeeting<K, V, W>(rules, watch.after()),
                StateFunction.Visit.DUE,
                Instant.ofEpochMilli(watch.after().epochMillis()));
    state.table().apply();
    return pairs;
  }

  private static <K, T> long late(
      Input<K, T> input, Batch<KeyValue<K, Timed<T>>> batch, long limit, BatchScope scope) {
    return scope.state(input.clock).earliest() < limit
        ? LateOperator.before(batch, limit).count()
        : 0;
  }

  private <T> Batch<KeyValue<K, Side>> side(
      boolean isLeft, Batch<KeyValue<K, Timed<T>>> batch, long limit) {
    return LateOperator.from(batch, limit)
        .pipe(
            new MapStage<>(
                where(), pair -> new KeyValue<>(pair.key(), new Side(isLeft, pair.value()))));
  }

  @Override
  protected IntervalJoinOperator<K, V, W> with(String newName, StateBudget budget) {
    return new IntervalJoinOperator<>(newName, left, right, keys, rules, budget);
  }

  @Override
  public LateCounted<K, JoinState<V, W>> newState(Engine engine, int partitions) {
    return new LateCounted<>(
        engine.stateTable(
            budgeted(
                JoinMeeting.table(label(), keys, left.values, right.values, rules, partitions))));
  }
}
