package dev.millrace.core.state;

import java.io.Serializable;
import java.util.Objects;

/**
 * What an engine must know to keep a table of keyed state.
 *
 * @param name the operator's stable name
 * @param keys codec of the keys
 * @param states codec of the values
 * @param partitions how many partitions the keys are spread over
 * @param timed whether the time of each key's last change is kept, so that keys can be visited when
 *     they {@linkplain dev.millrace.core.engine.StateFunction.Visit#EXPIRED expire}; without it
 *     what is saved does not depend on the clock
 * @param deadlines when keys are {@linkplain dev.millrace.core.engine.StateFunction.Visit#DUE due}
 * @param budget how much room there is; with one that needs times, these are kept
 */
public record StateDescriptor<K, S>(
    String name,
    StateCodec<K> keys,
    StateCodec<S> states,
    int partitions,
    boolean timed,
    Deadlines<S> deadlines,
    StateBudget budget)
    implements Serializable {
  public StateDescriptor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(states, "states");
    Objects.requireNonNull(deadlines, "deadlines");
    timed = timed || Objects.requireNonNull(budget, "budget").needsTimes();
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, got " + partitions);
    }
  }

  /** Of keys that are never due. */
  public StateDescriptor(
      String name, StateCodec<K> keys, StateCodec<S> states, int partitions, boolean timed) {
    this(name, keys, states, partitions, timed, Deadlines.none(), StateBudget.unlimited());
  }

  /** Of keys that never expire and are never due. */
  public StateDescriptor(String name, StateCodec<K> keys, StateCodec<S> states, int partitions) {
    this(name, keys, states, partitions, false);
  }

  /** The same with keys that are due at times of their own. */
  public StateDescriptor<K, S> withDeadlines(Deadlines<S> times) {
    return new StateDescriptor<>(name, keys, states, partitions, timed, times, budget);
  }

  /** The same with a budget. */
  public StateDescriptor<K, S> withBudget(StateBudget room) {
    return new StateDescriptor<>(name, keys, states, partitions, timed, deadlines, room);
  }

  /** How many bytes there are for each partition. */
  public long partitionBytes() {
    return budget.maxBytes() / partitions;
  }
}
