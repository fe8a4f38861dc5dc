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
    if (view == null) {
      view = new View<>(name(), function, max);
    }
    view.takeFrom(categories);
    return view;
  }

  /** What was committed; written by the trainer, read by any thread. */
  private static final class View<T> extends Column<T> {
    private final MapFunction<T, String> function;
    private final int max;
    private final ConcurrentHashMap<String, Integer> slots = new ConcurrentHashMap<>();

    View(String name, MapFunction<T, String> function, int max) {
      super(name);
      this.function = function;
      this.max = max;
    }

    void takeFrom(List<String> categories) {
      for (int i = slots.size(); i < categories.size(); i++) {
        slots.put(categories.get(i), i);
      }
    }

    @Override
    List<String> features() {
      List<String> known =
          slots.entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList();
      return names(name(), known, max);
    }

    @Override
    void extract(T row, InstanceWriter out, int at) throws Exception {
      Integer slot = slots.get(category(function, row));
      out.feature(at + (slot == null ? max : slot), 1);
    }
  }
}
