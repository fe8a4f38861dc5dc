package dev.millrace.core.internal.graph;

import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.function.ReduceFunction;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.state.StateTable;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The batches in a window, and per key their values reduced to one with the number of batches that
 * hold the key.
 */
public final class RunningWindow<K, V> implements Checkpointed, Rows {
  private final HeldBatches<KeyValue<K, V>> held;
  private final StateTable<K, KeyValue<V, Long>> running;

  RunningWindow(HeldBatches<KeyValue<K, V>> held, StateTable<K, KeyValue<V, Long>> running) {
    this.held = held;
    this.running = running;
  }

  HeldBatches<KeyValue<K, V>> held() {
    return held;
  }

  StateTable<K, KeyValue<V, Long>> running() {
    return running;
  }

  @Override
  public void save(StateWriter out) {
    out.put("held", held::save);
    out.put("running", running::save);
  }

  @Override
  public void restore(StateReader in) {
    held.restore(in.get("held"));
    running.restore(in.get("running"));
  }

  @Override
  public long rows() {
    return running.size() + held.rows();
  }

  @Override
  public void committed(long batchId) {
    running.committed(batchId);
  }

  /** A value of a batch that enters or leaves the window. */
  record Change<V>(boolean enters, V value) implements Serializable {}

  /**
   * Adds what enters, takes out what leaves, and shows what remains where {@code shows} says so.
   */
  record Meeting<K, V>(
      String where, ReduceFunction<V> reduce, ReduceFunction<V> inverse, boolean shows)
      implements StateFunction<K, Change<V>, KeyValue<V, Long>, KeyValue<K, V>> {
    @Override
    public Optional<KeyValue<V, Long>> apply(
        K key,
        Optional<KeyValue<V, Long>> state,
        List<Change<V>> changes,
        Emitter<KeyValue<K, V>> out)
        throws Exception {
      V total = state.map(KeyValue::key).orElse(null);
      long batches = state.map(KeyValue::value).orElse(0L);
      for (Change<V> change : changes) {
        batches += change.enters ? 1 : -1;
        total = batches == 0 ? null : total == null ? change.value : combine(total, change);
      }
      if (batches == 0) {
        return Optional.empty();
      }
      if (shows) {
        out.emit(new KeyValue<>(key, total));
      }
      return changes.isEmpty() ? state : Optional.of(new KeyValue<>(total, batches));
    }

    private V combine(V total, Change<V> change) throws Exception {
      try {
        ReduceFunction<V> function = change.enters ? reduce : inverse;
        return UserCode.present(where, function.apply(total, change.value));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }
  }
}
