package dev.millrace.ml.feature;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.util.List;

/** A 1 in the slot that the row's category falls into. */
final class HashedColumn<T> extends Column<T> {
  private final MapFunction<T, String> function;
  private final int slots;

  HashedColumn(String name, MapFunction<T, String> function, int slots) {
    super(name);
    this.function = function;
    this.slots = slots;
  }

  @Override
  List<String> features() {
    return names(name(), slots);
  }

  static List<String> names(String name, int slots) {
    String[] names = new String[slots];
    for (int i = 0; i < slots; i++) {
      names[i] = name + "#" + i;
    }
    return List.of(names);
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    String category = function.apply(row);
    if (category != null) {
      out.feature(at + Murmur3.slot(category, 0, category.length(), 0, slots), 1);
    }
  }
}
