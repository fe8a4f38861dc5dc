package dev.millrace.ml.feature;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** A 1 for the row's category; nothing for one that is not among those given. */
final class OneHotColumn<T> extends Column<T> {
  private final MapFunction<T, String> function;
  private final HashMap<String, Integer> slots = new HashMap<>();
  private final List<String> features;

  OneHotColumn(String name, MapFunction<T, String> function, List<String> categories) {
    super(name);
    this.function = function;
    List<String> names = new ArrayList<>();
    for (String category : categories) {
      slots.put(category, names.size());
      names.add(name + "=" + category);
    }
    this.features = List.copyOf(names);
  }

  @Override
  List<String> features() {
    return features;
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    Integer slot = slots.get(function.apply(row));
    if (slot != null) {
      out.feature(at + slot, 1);
    }
  }
}
