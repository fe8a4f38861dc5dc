package dev.millrace.ml.feature;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One-hot, with the categories taken in the order in which they first come, until there are as many
 * as allowed. A category that is new or one too many goes to the last slot.
 */
final class LearnedOneHotColumn<T> extends StatefulColumn<T> {
  /** What the last slot is called. */
  static final String OTHER = "<other>";

  private final MapFunction<T, String> function;
  private final int max;
  private final List<String> categories = new ArrayList<>();
  private final HashMap<String, Integer> slots = new HashMap<>();

  /** Shared by all views; each reads no further than what it knows. */
  private final ConcurrentHashMap<String, Integer> shown = new ConcurrentHashMap<>();

  private View<T> view;
  private String staged = OTHER;

  LearnedOneHotColumn(String name, MapFunction<T, String> function, int max) {
    super(name);
    this.function = function;
    this.max = max;
  }

  @Override
  List<String> features() {
    return names(name(), categories, max);
  }

  private static List<String> names(String name, List<String> categories, int max) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < max; i++) {
      names.add(i < categories.size() ? name + "=" + categories.get(i) : name + "#" + i);
    }
    names.add(name + "=" + OTHER);
    return names;
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    Integer slot = slots.get(category(function, row));
    out.feature(at + (slot == null ? max : slot), 1);
  }

  private static <T> String category(MapFunction<T, String> function, T row) throws Exception {
    String category = function.apply(row);
    return category == null ? "" : category;
  }

  @Override
  void stage(T row) throws Exception {
    staged = category(function, row);
  }

  @Override
  void commit() {
    if (categories.size() < max && !staged.equals(OTHER) && !slots.containsKey(staged)) {
      learn(staged);
    }
  }

  private void learn(String category) {
    slots.put(category, categories.size());
    categories.add(category);
  }

  @Override
  int namesVersion() {
    return categories.size();
  }

  @Override
  LearnedOneHotColumn<T> fresh() {
    return new LearnedOneHotColumn<>(name(), function, max);
  }

  @Override
  void save(StateWriter out) {
    out.put("categories", categories);
  }

  @Override
  void restore(StateReader in) {
    List<String> saved = in.getStrings("categories");
    if (saved.size() > max) {
      throw new CheckpointException(
          "column '"
              + name()
              + "' has room for "
              + max
              + " categories, but "
              + saved.size()
              + " were learned; allow as many or start afresh");
    }
    saved.forEach(this::learn);
  }

  @Override
  Column<T> committedView() {
    if (view == null || view.known < categories.size()) {
      for (int i = shown.size(); i < categories.size(); i++) {
        shown.put(categories.get(i), i);
      }
      view = new View<>(name(), function, max, shown, categories.size());
    }
    return view;
  }

  /** What was committed: the first categories of those that the trainer adds to. */
  private static final class View<T> extends Column<T> {
    private final MapFunction<T, String> function;
    private final int max;
    private final ConcurrentHashMap<String, Integer> slots;
    private final int known;

    View(
        String name,
        MapFunction<T, String> function,
        int max,
        ConcurrentHashMap<String, Integer> slots,
        int known) {
      super(name);
      this.function = function;
      this.max = max;
      this.slots = slots;
      this.known = known;
    }

    @Override
    List<String> features() {
      List<String> categories =
          slots.entrySet().stream()
              .filter(slot -> slot.getValue() < known)
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList();
      return names(name(), categories, max);
    }

    @Override
    void extract(T row, InstanceWriter out, int at) throws Exception {
      Integer slot = slots.get(category(function, row));
      out.feature(at + (slot == null || slot >= known ? max : slot), 1);
    }
  }
}
