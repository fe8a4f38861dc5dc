package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.Pair;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.core.internal.stage.FlatMapStage;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.internal.stage.UserCode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks the keys of a batch up in a table that is asked for once per batch.
 *
 * @param lookup makes the step of a table
 */
public record TableJoinStep<K, V, W, R>(
    SerializableSupplier<? extends Map<K, W>> table, Lookup<K, V, W, R> lookup)
    implements BatchStep<KeyValue<K, V>, R> {
  /** What is done with a table. */
  @FunctionalInterface
  public interface Lookup<K, V, W, R> {
    Stage<KeyValue<K, V>, R> in(Map<K, W> table, String where);
  }

  public TableJoinStep {
    Objects.requireNonNull(table, "table");
  }

  /** Keys that the table lacks are left out. */
  public static <K, V, W> Stage<KeyValue<K, V>, KeyValue<K, Pair<V, W>>> inner(
      Map<K, W> table, String where) {
    return new FlatMapStage<>(
        where,
        (pair, out) -> {
          W found = table.get(pair.key());
          if (found != null) {
            out.emit(new KeyValue<>(pair.key(), new Pair<>(pair.value(), found)));
          }
        });
  }

  /** Keys that the table lacks come without a right side. */
  public static <K, V, W> Stage<KeyValue<K, V>, KeyValue<K, Pair<V, Optional<W>>>> leftOuter(
      Map<K, W> table, String where) {
    return new MapStage<>(
        where,
        pair ->
            new KeyValue<>(
                pair.key(), new Pair<>(pair.value(), Optional.ofNullable(table.get(pair.key())))));
  }

  @Override
  public Batch<R> apply(Batch<KeyValue<K, V>> batch, String where, BatchScope scope)
      throws Exception {
    Map<K, W> found;
    try {
      found = UserCode.present(where, table.get());
    } catch (Exception e) {
      throw UserCode.failed(where, e);
    }
    return batch.pipe(lookup.in(found, where));
  }
}
