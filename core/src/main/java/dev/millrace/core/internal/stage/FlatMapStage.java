package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.function.FlatMapFunction;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** Any number of values for each. */
public record FlatMapStage<T, R>(String where, FlatMapFunction<? super T, R> function)
    implements Stage<T, R> {
  private static final OwnClass SINKS =
      new OwnClass(MethodHandles.lookup(), Sink.class, FlatMapFunction.class);

  public FlatMapStage {
    Objects.requireNonNull(function, "function");
  }

  @Override
  public StageSink<T> bind(StageSink<R> downstream, TaskContext task) {
    return SINKS.make(downstream, where, function);
  }

  /** Template; see {@link OwnClass}. */
  static final class Sink<T, R> extends ChainedSink<T, R> {
    private final String where;
    private final FlatMapFunction<? super T, R> function;
    private final Emitter<R> out;

    Sink(StageSink<R> downstream, String where, FlatMapFunction<? super T, R> function) {
      super(downstream);
      this.where = where;
      this.function = function;
      this.out = NonNull.of(downstream, where, function);
    }

    @Override
    public void emit(T value) throws Exception {
      try {
        function.apply(value, out);
      } catch (Exception e) {
        throw UserCode.failed(where, e);
      }
    }
  }
}
