package dev.millrace.core.internal.state;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.internal.collect.Groups;
import dev.millrace.core.state.StateDescriptor;
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

  /** Null if the table has no budget. */
  private final StateRoom<K, S> room;

  public StateMeeting(
      StateDescriptor<K, S> descriptor,
      StatePartition<K, S> partition,
      StateFunction<K, V, S, R> function,
      TaskContext task) {
    this.partition = partition;
    this.function = function;
    this.changes = new StateChanges<>(StateTime.ofChanges(descriptor, task.batch().time()));
    this.room =
        descriptor.budget().isLimited()
            ? new StateRoom<>(descriptor, partition, changes, task)
            : null;
  }

  public StateMeeting<K, V, S, R> run(List<KeyValue<K, V>> pairs, StateVisits visits)
      throws Exception {
    Groups<K, V> groups = Groups.of(pairs);
    int[] visited = visits.numbers(partition);
    if (room != null) {
      room.expire(groups, visited);
    }
    for (int group = 0; group < groups.size(); group++) {
      meetArrived(groups.key(group), groups.values(group));
    }
    for (int number : visited) {
      if (groups.find(partition.key(number)) < 0) {
        visit(number, visits.keepsSame());
      }
    }
    if (room != null) {
      changes.counted(room.finish());
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
    int resultsBefore = results.size();
    Optional<S> after = apply(key, before, values);
    if (after.isEmpty()) {
      if (number >= 0) {
        remove(key, number);
      }
    } else if (room == null || room.put(key, number, after.get())) {
      changes.put(key, number, after.get());
    } else {
      results.subList(resultsBefore, results.size()).clear();
      room.refuse(key, values);
    }
  }

  private void visit(int number, boolean keepsSame) throws Exception {
    K key = partition.key(number);
    S before = partition.state(number);
    Optional<S> after = apply(key, Optional.of(before), List.of());
    if (after.isEmpty()) {
      remove(key, number);
    } else if (!keepsSame || after.get() != before) {
      if (room != null && !room.put(key, number, after.get())) {
        throw room.full(key);
      }
      changes.put(key, number, after.get());
    }
  }

  private void remove(K key, int number) {
    if (room != null) {
      room.removed(number);
    }
    changes.remove(key, number);
  }

  private Optional<S> apply(K key, Optional<S> state, List<V> values) throws Exception {
    return Objects.requireNonNull(
        function.apply(key, state, values, results::add), "state function returned null");
  }
}
