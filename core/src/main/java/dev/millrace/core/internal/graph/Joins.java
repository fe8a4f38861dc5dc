package dev.millrace.core.internal.graph;

import dev.millrace.core.KeyValue;
import dev.millrace.core.Pair;
import dev.millrace.core.function.FlatMapFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the kinds of joins make of the values of a key: every left value with every right one. */
public final class Joins {
  private Joins() {}

  public static <K, V, W>
      FlatMapFunction<KeyValue<K, Pair<List<V>, List<W>>>, KeyValue<K, Pair<V, W>>> inner() {
    return (group, out) -> {
      for (V left : group.value().left()) {
        for (W right : group.value().right()) {
          out.emit(new KeyValue<>(group.key(), new Pair<>(left, right)));
        }
      }
    };
  }

  public static <K, V, W>
      FlatMapFunction<KeyValue<K, Pair<List<V>, List<W>>>, KeyValue<K, Pair<V, Optional<W>>>>
          leftOuter() {
    return (group, out) -> {
      List<Optional<W>> rights = orAbsent(group.value().right());
      for (V left : group.value().left()) {
        for (Optional<W> right : rights) {
          out.emit(new KeyValue<>(group.key(), new Pair<>(left, right)));
        }
      }
    };
  }

  public static <K, V, W>
      FlatMapFunction<KeyValue<K, Pair<List<V>, List<W>>>, KeyValue<K, Pair<Optional<V>, W>>>
          rightOuter() {
    return (group, out) -> {
      for (Optional<V> left : orAbsent(group.value().left())) {
        for (W right : group.value().right()) {
          out.emit(new KeyValue<>(group.key(), new Pair<>(left, right)));
        }
      }
    };
  }

  public static <K, V, W>
      FlatMapFunction<
              KeyValue<K, Pair<List<V>, List<W>>>, KeyValue<K, Pair<Optional<V>, Optional<W>>>>
          fullOuter() {
    return (group, out) -> {
      List<Optional<W>> rights = orAbsent(group.value().right());
      for (Optional<V> left : orAbsent(group.value().left())) {
        for (Optional<W> right : rights) {
          out.emit(new KeyValue<>(group.key(), new Pair<>(left, right)));
        }
      }
    };
  }

  /** The values, or one that is absent in place of none. */
  private static <T> List<Optional<T>> orAbsent(List<T> values) {
    if (values.isEmpty()) {
      return List.of(Optional.empty());
    }
    List<Optional<T>> present = new ArrayList<>(values.size());
    for (T value : values) {
      present.add(Optional.of(value));
    }
    return present;
  }
}
