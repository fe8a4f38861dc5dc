package dev.millrace.core.internal.eventtime;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.WindowResult;
import java.util.List;
import java.util.Optional;

/** Puts the values of a key into its windows, then lets those fire that are due. */
public record WindowMeeting<K, V, A, R>(
    WindowRules rules, Combiner<V, A, R> combiner, Watch watch, BatchInfo batch)
    implements StateFunction<K, Timed<V>, List<Pane<A>>, WindowResult<K, R>> {
  /** The table that keeps the windows of each key, due when the next of them is. */
  public static <K, A> StateDescriptor<K, List<Pane<A>>> table(
      String name,
      StateCodec<K> keys,
      StateCodec<A> accumulators,
      WindowRules rules,
      int partitions) {
    return new StateDescriptor<K, List<Pane<A>>>(
            name, keys, StateCodecs.list(new PaneCodec<>(accumulators)), partitions)
        .withDeadlines(new PaneDeadlines<>(rules));
  }

  @Override
  public Optional<List<Pane<A>>> apply(
      K key, Optional<List<Pane<A>>> stored, List<Timed<V>> values, Emitter<WindowResult<K, R>> out)
      throws Exception {
    OpenPanes<K, V, A, R> panes =
        new OpenPanes<>(key, stored.orElse(List.of()), rules, watch, combiner, out);
    for (Timed<V> value : values) {
      panes.add(value.epochMillis(), value.value());
    }
    panes.fire(batch);
    return panes.store(stored);
  }
}
