package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.function.FlatMapFunction;
import java.util.Objects;

/** Any number of values for each. */
public record FlatMapStage<T, R>(String where, FlatMapFunction<? super T, R> function)
    implements Stage<T, R> {
  public FlatMapStage {
    Objects.requireNonNull(function, "function");
  }

  @Override
  public StageSink<T> bind(StageSink<R> downstream, TaskContext task) {
    Emitter<R> out = new NonNull<>(where, downstream);
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        try {
          function.apply(value, out);
        } catch (Exception e) {
          throw UserCode.failed(where, e);
        }
      }
    };
  }
}
