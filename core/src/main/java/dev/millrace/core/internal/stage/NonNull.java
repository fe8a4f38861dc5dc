package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.StageSink;
import dev.millrace.core.function.Emitter;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** Checks what a user's function emits. */
final class NonNull {
  private static final OwnClass SINKS =
      new OwnClass(MethodHandles.lookup(), Sink.class, Object.class);

  private NonNull() {}

  /** What {@code function} emits into. */
  static <R> Emitter<R> of(StageSink<R> downstream, String where, Object function) {
    return SINKS.<R>make(downstream, where, function);
  }

  /** Template; see {@link OwnClass}. */
  static final class Sink<R> extends ChainedSink<R, R> {
    private final String where;

    Sink(StageSink<R> downstream, String where, Object function) {
      super(downstream);
      this.where = where;
      Objects.requireNonNull(function, "function");
    }

    @Override
    public void emit(R value) throws Exception {
      downstream.emit(UserCode.present(where, value));
    }
  }
}
