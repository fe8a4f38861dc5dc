package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.KeyExtractor;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** Each value under its key. */
public record KeyByStage<K, T>(String where, KeyExtractor<? super T, ? extends K> extractor)
    implements Stage<T, KeyValue<K, T>> {
  private static final OwnClass SINKS =
      new OwnClass(MethodHandles.lookup(), Sink.class, KeyExtractor.class);

  public KeyByStage {
    Objects.requireNonNull(extractor, "extractor");
  }

  @Override
  public StageSink<T> bind(StageSink<KeyValue<K, T>> downstream, TaskContext task) {
    return SINKS.make(downstream, where, extractor);
  }

  /** Template; see {@link OwnClass}. */
  static final class Sink<K, T> extends ChainedSink<T, KeyValue<K, T>> {
    private final String where;
    private final KeyExtractor<? super T, ? extends K> extractor;

    Sink(
        StageSink<KeyValue<K, T>> downstream,
        String where,
        KeyExtractor<? super T, ? extends K> extractor) {
      super(downstream);
      this.where = where;
      this.extractor = extractor;
    }

    @Override
    public void emit(T value) throws Exception {
      K key;
      try {
        key = UserCode.present(where, extractor.key(value));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
      downstream.emit(new KeyValue<>(key, value));
    }
  }
}
