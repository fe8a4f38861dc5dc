package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.MapFunction;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** One value for each. */
public record MapStage<T, R>(String where, MapFunction<? super T, ? extends R> function)
    implements Stage<T, R> {
  private static final OwnClass SINKS =
      new OwnClass(MethodHandles.lookup(), Sink.class, MapFunction.class);

  public MapStage {
    Objects.requireNonNull(function, "function");
  }

  @Override
  public StageSink<T> bind(StageSink<R> downstream, TaskContext task) {
    return SINKS.make(downstream, where, function);
  }

  /** Template; see {@link OwnClass}. */
  static final class Sink<T, R> extends ChainedSink<T, R> {
    private final String where;
    private final MapFunction<? super T, ? extends R> function;

    Sink(StageSink<R> downstream, String where, MapFunction<? super T, ? extends R> function) {
      super(downstream);
      this.where = where;
      this.function = function;
    }

    @Override
    public void emit(T value) throws Exception {
      R result;
      try {
        result = UserCode.present(where, function.apply(value));
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
      downstream.emit(result);
    }
  }
}
