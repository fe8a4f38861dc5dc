package dev.millrace.ml.stream;

import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keyed state of what waits, by id, wherever the engine keeps it; see {@link Held}. */
final class PendingRows {
  private final StateTable<String, byte[]> table;

  PendingRows(String name, Engine engine, int partitions) {
    this.table =
        engine.stateTable(
            new StateDescriptor<>(name, StateCodecs.string(), StateCodecs.bytes(), partitions));
  }

  /** What is held of some ids. */
  Map<String, byte[]> get(Collection<String> ids, Engine engine) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return read(
        ids.stream().map(id -> new KeyValue<>(id, Held.NOTHING)).toList(),
        (id, state, values, out) -> {
          if (state.isPresent()) {
            out.emit(new KeyValue<>(id, state.get()));
          }
          return state;
        },
        StateFunction.Visit.ARRIVED,
        engine);
  }

  /** The header of everything that is held. */
  Map<String, byte[]> headers(Engine engine) {
    return read(
        List.of(),
        (id, state, values, out) -> {
          if (state.isPresent()) {
            out.emit(new KeyValue<>(id, Held.summary(state.get())));
          }
          return state;
        },
        StateFunction.Visit.ALL,
        engine);
  }

  private Map<String, byte[]> read(
      List<KeyValue<String, byte[]>> asked,
      StateFunction<String, byte[], byte[], KeyValue<String, byte[]>> function,
      StateFunction.Visit visit,
      Engine engine) {
    Map<String, byte[]> found = new HashMap<>();
    engine
        .update(engine.of(List.of(asked)), table, function, visit, Instant.EPOCH)
        .collect()
        .forEach(pair -> found.put(pair.key(), pair.value()));
    table.revert();
    return found;
  }

  /** Holds something else of some ids, or {@link Held#NOTHING}. */
  void put(List<KeyValue<String, byte[]>> changes, Engine engine) {
    if (changes.isEmpty()) {
      return;
    }
    engine.update(
        engine.of(List.of(changes)),
        table,
        (id, state, values, out) -> {
          byte[] bytes = values.get(values.size() - 1);
          return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
        },
        StateFunction.Visit.ARRIVED,
        Instant.EPOCH);
    table.apply();
  }

  /** How many ids something is held of. */
  long size() {
    return table.size();
  }

  void save(StateWriter out) {
    table.save(out);
  }

  void restore(StateReader in) {
    table.restore(in);
  }

  void committed(long batchId) {
    table.committed(batchId);
  }
}
