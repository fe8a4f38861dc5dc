package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.instance.InstanceWriter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Features of the earlier rows of the row's key. A number that is not finite is not remembered. */
final class KeyedColumn<T> extends StatefulColumn<T> {
  private static final double[] NONE = {};

  private final KeyExtractor<T, String> key;
  private final NumberFunction<T> function;
  private final RingFeatures ringFeatures;
  private final KeyLimits limits;
  private final KeyedRings rings;
  private final double[] scratch;
  private final Set<String> changed = new LinkedHashSet<>();
  private final SharedMap.Editor<double[]> committed = new SharedMap.Editor<>();
  private View<T> view;
  private String stagedKey = "";
  private double stagedValue;
  private long evicted;

  KeyedColumn(
      String name,
      KeyExtractor<T, String> key,
      NumberFunction<T> function,
      RingFeatures ringFeatures,
      KeyLimits limits) {
    super(name);
    this.key = key;
    this.function = function;
    this.ringFeatures = ringFeatures;
    this.limits = limits;
    this.rings = new KeyedRings(ringFeatures.length(), limits);
    this.scratch = new double[ringFeatures.length()];
  }

  @Override
  List<String> features() {
    return ringFeatures.names();
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    ringFeatures.write(scratch, rings.read(keyOf(key, name(), row), scratch), out, at);
  }

  private static <T> String keyOf(KeyExtractor<T, String> key, String column, T row)
      throws Exception {
    String value = key.key(row);
    if (value == null) {
      throw new IllegalArgumentException("column '" + column + "': the row has no key");
    }
    return value;
  }

  @Override
  void stage(T row) throws Exception {
    stagedKey = keyOf(key, name(), row);
    stagedValue = function.apply(row);
  }

  @Override
  void commit() {
    if (!Double.isFinite(stagedValue)) {
      return;
    }
    rings.add(stagedKey, stagedValue, this::gone);
    if (view != null) {
      changed.add(stagedKey);
    }
  }

  private void gone(String oldest) {
    evicted++;
    if (view != null) {
      changed.add(oldest);
    }
  }

  @Override
  Optional<StateUsage> usage() {
    return Optional.of(new StateUsage(rings.bytes(), limits.maxBytes(), 0, evicted, 0, 0));
  }

  @Override
  KeyedColumn<T> fresh() {
    return new KeyedColumn<>(name(), key, function, ringFeatures, limits);
  }

  @Override
  void save(StateWriter out) {
    rings.save(out);
  }

  @Override
  void restore(StateReader in) {
    rings.restore(in);
  }

  @Override
  Column<T> committedView() {
    if (view == null) {
      changed.addAll(rings.inOrder());
    } else if (changed.isEmpty()) {
      return view;
    }
    for (String each : changed) {
      int count = rings.read(each, scratch);
      if (count == 0) {
        committed.remove(each);
      } else {
        committed.put(each, Arrays.copyOf(scratch, count));
      }
    }
    changed.clear();
    view = new View<>(name(), key, ringFeatures, committed.map());
    return view;
  }

  /** What was committed: the numbers of each key, newest first, in arrays that never change. */
  private static final class View<T> extends Column<T> {
    private final KeyExtractor<T, String> key;
    private final RingFeatures ringFeatures;
    private final SharedMap<double[]> committed;

    View(
        String name,
        KeyExtractor<T, String> key,
        RingFeatures ringFeatures,
        SharedMap<double[]> committed) {
      super(name);
      this.key = key;
      this.ringFeatures = ringFeatures;
      this.committed = committed;
    }

    @Override
    List<String> features() {
      return ringFeatures.names();
    }

    @Override
    void extract(T row, InstanceWriter out, int at) throws Exception {
      double[] values = committed.get(keyOf(key, name(), row), NONE);
      ringFeatures.write(values, values.length, out, at);
    }
  }
}
