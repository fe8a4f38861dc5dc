package dev.millrace.core.internal.state;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.internal.collect.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One task's meeting of a batch's values with a partition of a table. */
public final class StateMeeting<K, V, S, R> {
  private final StatePartition<K, S> partition;
  private final StateFunction<K, V, S, R> function;
  private final StateChanges<K, S> changes;
  private final List<R> results = new ArrayList<>();

  public StateMeeting(
      StatePartition<K, S> partition, StateFunction<K, V, S, R> function, long batchTime) {
    this.partition = partition;
    this.function = function;
    this.changes = new StateChanges<>(batchTime);
  }

  public StateMeeting<K, V, S, R> run(List<KeyValue<K, V>> pairs, StateVisits visits)
      throws Exception {
    Groups<K, V> groups = Groups.of(pairs);
    for (int group = 0; group < groups.size(); group++) {
      meetArrived(groups.key(group), groups.values(group));
    }
    for (int number : visits.numbers(partition)) {
      if (groups.find(partition.key(number)) < 0) {
        visit(number, visits.keepsSame());
      }
    }
    return this;
  }

  public StateChanges<K, S> changes() {
    return changes;
  }

  public List<R> results() {
    return results;
  }

  private void meetArrived(K key, List<V> values) throws Exception {
    int number = partition.find(key);
    Optional<S> before = number < 0 ? Optional.empty() : Optional.of(partition.state(number));
    Optional<S> after = apply(key, before, values);
    if (after.isPresent()) {
      changes.put(key, number, after.get());
    } else if (number >= 0) {
      changes.remove(key, number);
    }
  }

  private void visit(int number, boolean keepsSame) throws Exception {
    K key = partition.key(number);
    S before = partition.state(number);
    Optional<S> after = apply(key, Optional.of(before), List.of());
    if (after.isEmpty()) {
      changes.remove(key, number);
    } else if (!keepsSame || after.get() != before) {
      changes.put(key, number, after.get());
    }
  }

  private Optional<S> apply(K key, Optional<S> state, List<V> values) throws Exception {
    return Objects.requireNonNull(
        function.apply(key, state, values, results::add), "state function returned null");
  }
}
