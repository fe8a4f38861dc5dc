package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.MapFunction;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** Another value for each, under the same key. */
public record MapValuesStage<K, V, R>(String where, MapFunction<? super V, ? extends R> function)
    implements Stage<KeyValue<K, V>, KeyValue<K, R>> {
  private static final OwnClass SINKS =
      new OwnClass(MethodHandles.lookup(), Sink.class, MapFunction.class);

  public MapValuesStage {
    Objects.requireNonNull(function, "function");
  }

  @Override
  public StageSink<KeyValue<K, V>> bind(StageSink<KeyValue<K, R>> downstream, TaskContext task) {
    return SINKS.make(downstream, where, function);
  }

  /** Template; see {@link OwnClass}. */
  static final class Sink<K, V, R> extends ChainedSink<KeyValue<K, V>, KeyValue<K, R>> {
    private final String where;
    private final MapFunction<? super V, ? extends R> function;

    Sink(
        StageSink<KeyValue<K, R>> downstream,
        String where,
        MapFunction<? super V, ? extends R> function) {
      super(downstream);
      this.where = where;
      this.function = function;
    }

    @Override
    public void emit(KeyValue<K, V> pair) throws Exception {
      R result;
      try {
        result = UserCode.present(where, function.apply(pair.value()));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
      downstream.emit(new KeyValue<>(pair.key(), result));
    }
  }
}
